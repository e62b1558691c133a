#!/usr/bin/perl
# Stands in for systemd's journal: binds a socket at PATH and prints each entry it hears as one line of base64.
#   journal.pl PATH
# It ends with its standard input.
use strict;
use warnings;
use MIME::Base64;
use Socket;

my ($path) = @ARGV;
$| = 1;
socket(my $ear, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
bind($ear, pack_sockaddr_un($path)) or die "bind $path: $!";
print "\n";
while (1) {
    my $ready = '';
    vec($ready, fileno($ear), 1) = 1;
    vec($ready, fileno(STDIN), 1) = 1;
    select($ready, undef, undef, undef);
    if (vec($ready, fileno($ear), 1)) {
        recv($ear, my $entry, 1 << 18, 0);
        print encode_base64($entry, ''), "\n";
    } elsif (vec($ready, fileno(STDIN), 1)) {
        exit 0 unless sysread(STDIN, my $word, 4096);
    }
}
