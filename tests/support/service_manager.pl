#!/usr/bin/perl
# A service manager small enough for a test: passes listening sockets and prints what it is told.
#   service_manager.pl NOTIFY_SOCKET WATCHDOG_USEC COUNT PROGRAM ARGUMENT...
# It opens COUNT sockets at 127.0.0.1 and says "socket PORT" of each. On its standard input it takes
# "start", "term" (ends the program; "start" may follow) and "quit". It prints "told TEXT", with | for
# the ends of lines, and "ended STATUS".
use strict;
use warnings;
use Fcntl;
use POSIX qw(:sys_wait_h dup2);
use Socket;

my ($path, $watchdog, $count, @command) = @ARGV;
$| = 1;
socket(my $ear, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
bind($ear, pack_sockaddr_un($path)) or die "bind $path: $!";
my @doors;
for (1 .. $count) {
    socket(my $door, AF_INET, SOCK_STREAM, 0) or die "socket: $!";
    bind($door, pack_sockaddr_in(0, INADDR_LOOPBACK)) or die "bind: $!";
    listen($door, 1024) or die "listen: $!";
    push @doors, $door;
    my ($port) = unpack_sockaddr_in(getsockname($door));
    print "socket $port\n";
}

my $child = 0;

sub start {
    $child = fork() // die "fork: $!";
    return if $child;
    # Via numbers far up, so that none is overwritten before its turn.
    my @far = map { fcntl($_, F_DUPFD, 100) } @doors;
    dup2($far[$_], 3 + $_) for 0 .. $#far;
    POSIX::close($_) for @far;
    $ENV{NOTIFY_SOCKET} = $path;
    $ENV{WATCHDOG_USEC} = $watchdog if $watchdog;
    $ENV{LISTEN_PID} = $$;
    $ENV{LISTEN_FDS} = $count;
    exec @command or POSIX::_exit(127);
}

my $input = '';
while (1) {
    my $ready = '';
    vec($ready, fileno($ear), 1) = 1;
    vec($ready, fileno(STDIN), 1) = 1;
    if (select($ready, undef, undef, 0.05) > 0) {
        if (vec($ready, fileno($ear), 1)) {
            recv($ear, my $message, 8192, 0);
            $message =~ s/\n/|/g;
            print "told $message\n";
        }
        if (vec($ready, fileno(STDIN), 1)) {
            sysread(STDIN, $input, 4096, length $input) or $input .= "quit\n";
            while ($input =~ s/^(.*)\n//) {
                start() if $1 eq 'start';
                kill 'TERM', $child if $1 eq 'term' && $child;
                if ($1 eq 'quit') {
                    kill 'KILL', $child if $child;
                    exit 0;
                }
            }
        }
    }
    if ($child && waitpid($child, WNOHANG) == $child) {
        print 'ended ', WIFEXITED($?) ? WEXITSTATUS($?) : 'by a signal', "\n";
        $child = 0;
    }
}
