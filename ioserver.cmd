@echo off
rem Starts the ioserver command: finds a JDK 25 or newer, builds when there is nothing built yet, and
rem hands over to Java. Sources that are newer than the jars are not noticed here: mvn package builds.
rem
rem   IOSERVER_JAVA_HOME   the JDK to use, before any other
rem   IOSERVER_OPTS        further options for the JVM, separated by spaces
rem   IOSERVER_CACHE       the folder for the AOT cache, examples\target\aot if not set; "off" for none
setlocal enableextensions

set WANTED=25
set "HERE=%~dp0"
set "LIB=%HERE%examples\target\lib"
set "MODULE=examples"
if "%~1"=="bench" set "MODULE=bench"
if "%~1"=="cluster" set "MODULE=examples-cluster"
if "%~1"=="cluster" set "LIB=%HERE%examples-cluster\target\lib"
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
if "%MODULE%"=="examples-cluster" goto cluster
call :cache
"%JAVA%" --enable-native-access=dev.ioserver.bindings,dev.ioserver.examples -p "%JAR%;%LIB%" %CACHE_OPTION% %IOSERVER_OPTS% -m dev.ioserver.examples/dev.ioserver.examples.Main %*
exit /b %ERRORLEVEL%

rem Aeron and Agrona are no modules, and Agrona reaches into the JDK. The word cluster is the jar's too.
:cluster
"%JAVA%" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 %IOSERVER_OPTS% -cp "%JAR%;%LIB%\*" dev.ioserver.examples.cluster.Main %*
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
pushd "%HERE%%MODULE%\target" 2>nul && (
  for %%f in (ioserver-%MODULE%-*.jar) do set "JAR=%%~ff"
  popd
)
exit /b 0

rem Sets the option that has the JVM use the cache, and makes the cache before if there is none. Beside the
rem cache of a JDK is a file that says what it was made of, as far as this file can tell: where the jars
rem are, how long they are, and when they were written, to the minute. The JVM refuses a cache of other jars.
:cache
set "CACHE_OPTION="
set "FOLDER=%IOSERVER_CACHE%"
if not defined FOLDER set "FOLDER=%HERE%examples\target\aot"
if /i "%FOLDER%"=="off" exit /b 0
rem Who chooses a cache of the JVM, or none, by an option of the JVM has it so.
set "OPTIONS="
if defined IOSERVER_OPTS set "OPTIONS=%IOSERVER_OPTS:"=%"
call :chosen && exit /b 0
set "OPTIONS="
if defined JAVA_TOOL_OPTIONS set "OPTIONS=%JAVA_TOOL_OPTIONS:"=%"
call :chosen && exit /b 0
for %%j in ("%JAVA%") do for %%d in ("%%~dpj..") do set "JDK=%%~fd"
set "NAME=%JDK::=%"
set "CACHE=%FOLDER%\ioserver-%NAME:\=-%"
set "IOSERVER_MADE_OF=%HERE% %JDK%"
for %%f in ("%JAVA%" "%JDK%\release" "%JAR%") do call :made_of "%%~zf %%~tf"
pushd "%LIB%" 2>nul && (
  for %%f in (*.jar) do call :made_of "%%~zf %%~tf"
  popd
)
set "BEFORE="
if exist "%CACHE%.txt" set /p BEFORE=<"%CACHE%.txt"
if not "%BEFORE%"=="IOSERVER_MADE_OF=%IOSERVER_MADE_OF%" call :make_cache
rem A JVM that cannot use it does without.
if exist "%CACHE%.aot" set CACHE_OPTION=-XX:AOTCache="%CACHE%.aot"
exit /b 0

rem True if one of the options of the JVM is about caches. Takes them off, one after the other.
:chosen
set "OPTION="
for /f "tokens=1*" %%o in ("%OPTIONS%") do (
  set "OPTION=%%o"
  set "OPTIONS=%%p"
)
if not defined OPTION exit /b 1
if "%OPTION:~0,12%"=="-XX:AOTCache" exit /b 0
if "%OPTION:~0,20%"=="-XX:AOTConfiguration" exit /b 0
if "%OPTION:~0,11%"=="-XX:AOTMode" if not "%OPTION%"=="-XX:AOTMode=auto" if not "%OPTION%"=="-XX:AOTMode=on" exit /b 0
if "%OPTION:~0,7%"=="-Xshare" exit /b 0
if "%OPTION:~0,21%"=="-XX:SharedArchiveFile" exit /b 0
goto chosen

:made_of
set "IOSERVER_MADE_OF=%IOSERVER_MADE_OF% %~1"
exit /b 0

rem Runs the gateway for a second, in a folder of its own, while the JVM records what it loads: a batch
rem file cannot be the client of an echo server. What comes of that is moved to its place at once.
:make_cache
if exist "%CACHE%.aot" del "%CACHE%.aot" 2>nul
rem A JVM that runs still has the one of other jars: another time.
if exist "%CACHE%.aot" exit /b 0
set "MAKING=%FOLDER%\making-%RANDOM%%RANDOM%"
md "%MAKING%" 2>nul
if not exist "%MAKING%" (
  echo ioserver: no AOT cache, since its folder cannot be written; IOSERVER_CACHE names another one, or off 1>&2
  exit /b 0
)
echo ioserver: making the AOT cache for faster starts, once, a few seconds ... 1>&2
"%JAVA%" --enable-native-access=dev.ioserver.bindings,dev.ioserver.examples -XX:AOTCacheOutput="%MAKING%\cache" -p "%JAR%;%LIB%" -m dev.ioserver.examples/dev.ioserver.examples.Main gateway --rate 1000 --warmup 0 --seconds 1 >"%MAKING%\log" 2>&1 <nul
if exist "%MAKING%\cache" (
  move /y "%MAKING%\cache" "%CACHE%.aot" >nul 2>nul
) else (
  echo ioserver: this JDK makes no AOT cache here; going on without 1>&2
)
rd /s /q "%MAKING%"
rem Written in either case: what failed is not tried again at every start.
>"%CACHE%.txt" set IOSERVER_MADE_OF
exit /b 0
