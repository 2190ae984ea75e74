//! An epoll loop that echoes, on mio: one thread, one read for a message that fits.
//!
//! usage: echo-mio SPIN
//!   SPIN 1 looks at the kernel without waiting
//! prints its port, then serves until its standard input ends

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;

const LISTENER: Token = Token(usize::MAX - 1);
const ROOM: usize = 65536;

fn main() -> io::Result<()> {
    let spin = std::env::args().nth(1).as_deref() == Some("1");
    let timeout = if spin { Some(Duration::ZERO) } else { None };
    let mut listener = TcpListener::bind("127.0.0.1:0".parse().unwrap())?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    println!("{}", listener.local_addr()?.port());
    std::thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        std::process::exit(0);
    });

    let mut events = Events::with_capacity(256);
    let mut streams: Vec<Option<TcpStream>> = Vec::new();
    let mut buffer = vec![0u8; ROOM];
    loop {
        match poll.poll(&mut events, timeout) {
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            other => other?,
        }
        for event in events.iter() {
            if event.token() == LISTENER {
                accept_all(&listener, &poll, &mut streams)?;
            } else {
                let slot = &mut streams[event.token().0];
                if let Some(stream) = slot {
                    if !echo(stream, &mut buffer) {
                        *slot = None;
                    }
                }
            }
        }
    }
}

fn accept_all(
    listener: &TcpListener,
    poll: &Poll,
    streams: &mut Vec<Option<TcpStream>>,
) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((mut stream, _)) => {
                stream.set_nodelay(true)?;
                let token = Token(streams.len());
                poll.registry().register(&mut stream, token, Interest::READABLE)?;
                streams.push(Some(stream));
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(e) => return Err(e),
        }
    }
}

/// Echoes what is there; false when the connection is over.
fn echo(stream: &mut TcpStream, buffer: &mut [u8]) -> bool {
    loop {
        match stream.read(buffer) {
            Ok(0) => return false,
            Ok(n) => {
                if !write_all(stream, &buffer[..n]) {
                    return false;
                }
                // A short read has emptied the socket.
                if n < buffer.len() {
                    return true;
                }
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => return true,
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return false,
        }
    }
}

/// What a socket does not take at once is waited for: the clients here never let it come so far.
fn write_all(stream: &mut TcpStream, mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        match stream.write(bytes) {
            Ok(n) => bytes = &bytes[n..],
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            Err(_) => return false,
        }
    }
    true
}
