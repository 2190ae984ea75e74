@echo off
rem Starts the ioserver command: finds a JDK 25 or newer, builds when there is nothing built yet, and
rem hands over to Java. Sources that are newer than the jars are not noticed here: mvn package builds.
rem
rem   IOSERVER_JAVA_HOME   the JDK to use, before any other
rem   IOSERVER_OPTS        further options for the JVM, separated by spaces
setlocal enableextensions

set WANTED=25
set "HERE=%~dp0"
set "LIB=%HERE%examples\target\lib"
set "MODULE=examples"
if "%~1"=="bench" set "MODULE=bench"
set "JAVA="

if defined IOSERVER_JAVA_HOME (
  call :try "%IOSERVER_JAVA_HOME%\bin\java.exe"
  goto found
)
if defined JAVA_HOME call :try "%JAVA_HOME%\bin\java.exe"
if not defined JAVA for /f "delims=" %%j in ('where java.exe 2^>nul') do call :try "%%j"
if not defined JAVA for /d %%d in (
  "%ProgramFiles%\Eclipse Adoptium\jdk-*" "%ProgramFiles%\Java\jdk-*" "%ProgramFiles%\Microsoft\jdk-*"
  "%ProgramFiles%\Amazon Corretto\jdk*" "%ProgramFiles%\Zulu\zulu-*" "%USERPROFILE%\.jdks\*"
) do call :try "%%~d\bin\java.exe"

:found
if not defined JAVA (
  echo ioserver: no JDK %WANTED% or newer found: install one ^(such as Temurin %WANTED%^) or point IOSERVER_JAVA_HOME to it 1>&2
  exit /b 2
)

call :jar
if not defined JAR goto build
if "%MODULE%"=="bench" goto run
if exist "%LIB%\*.jar" goto run

:build
where mvn >nul 2>nul || (
  echo ioserver: there is nothing built yet and no mvn on the PATH: install Maven 3.8 or newer 1>&2
  exit /b 2
)
echo ioserver: building, the first time takes a minute or two ... 1>&2
pushd "%HERE%"
call mvn -q -B -ntp -Dmaven.test.skip=true -pl %MODULE% -am package 1>&2
set BUILT=%ERRORLEVEL%
popd
if not "%BUILT%"=="0" (
  echo ioserver: the build failed, its output is above 1>&2
  exit /b 2
)
call :jar

:run
if "%MODULE%"=="bench" goto bench
"%JAVA%" --enable-native-access=dev.ioserver.bindings -p "%JAR%;%LIB%" %IOSERVER_OPTS% -m dev.ioserver.examples/dev.ioserver.examples.Main %*
exit /b %ERRORLEVEL%

rem JMH and what it measures run from one jar on the class path. The word bench is the jar's too.
:bench
"%JAVA%" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %IOSERVER_OPTS% -cp "%JAR%" dev.ioserver.bench.Main %*
exit /b %ERRORLEVEL%

rem Takes a java.exe if the file beside its folder says that it is new enough, and none was taken before.
:try
if defined JAVA exit /b 0
if not exist "%~1" exit /b 0
if not exist "%~dp1..\release" exit /b 0
set FOUND=0
for /f "usebackq tokens=1,2 delims==." %%k in ("%~dp1..\release") do if "%%k"=="JAVA_VERSION" set FOUND=%%l
rem The file has the version in quotes, of which the first is left.
set FOUND=%FOUND:"=%
if %FOUND% GEQ %WANTED% set "JAVA=%~1"
exit /b 0

:jar
set "JAR="
if "%MODULE%"=="bench" (
  if exist "%HERE%bench\target\benchmarks.jar" set "JAR=%HERE%bench\target\benchmarks.jar"
  exit /b 0
)
pushd "%HERE%examples\target" 2>nul && (
  for %%f in (ioserver-examples-*.jar) do set "JAR=%%~ff"
  popd
)
exit /b 0
