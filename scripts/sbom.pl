#!/usr/bin/env perl
# The bill of materials (SPDX 2.3) of a built program: the libraries it loads, and the packages whose
# headers were compiled into it, as the linker and the compiler left them written.
#   scripts/sbom.pl PROGRAM BUILD_DIRECTORY VERSION > mysigfox.spdx.json
use strict;
use warnings;
use Cwd ();
use Digest::SHA;
use File::Basename qw(basename);
use JSON::PP;
use POSIX qw(strftime);

my ($program, $build, $version) = @ARGV;
die "usage: $0 PROGRAM BUILD_DIRECTORY VERSION\n" unless defined $version;

# Names of licences in Debian's copyright files, where SPDX writes another one.
my %spdx = (
    'Expat' => 'MIT', 'MIT/X11' => 'MIT', 'X11' => 'MIT', 'MIT' => 'MIT', 'BSL-1.0' => 'BSL-1.0', 'BSL-1' => 'BSL-1.0',
    'Boost' => 'BSL-1.0', 'Apache-2.0' => 'Apache-2.0', 'Apache-2' => 'Apache-2.0', 'BSD-3-clause' => 'BSD-3-Clause',
    'BSD-3-Clause' => 'BSD-3-Clause', 'BSD-2-clause' => 'BSD-2-Clause', 'Zlib' => 'Zlib', 'zlib' => 'Zlib', 'curl' => 'curl',
    'ISC' => 'ISC', 'GPL-2' => 'GPL-2.0-only', 'GPL-2+' => 'GPL-2.0-or-later', 'GPL-3+' => 'GPL-3.0-or-later',
    'LGPL-2+' => 'LGPL-2.0-or-later', 'LGPL-2.1' => 'LGPL-2.1-only', 'LGPL-2.1+' => 'LGPL-2.1-or-later',
    'LGPL-3+' => 'LGPL-3.0-or-later',
);

# Packages whose copyright files no program can read.
my %told = (
    'libc6' => 'LGPL-2.1-or-later', 'libc6-dev' => 'LGPL-2.1-or-later', 'libgcc-s1' => 'GPL-3.0-or-later WITH GCC-exception-3.1',
    'libstdc++6' => 'GPL-3.0-or-later WITH GCC-exception-3.1', 'libsqlite3-0' => 'blessing', 'libsqlite3-dev' => 'blessing',
    'libc-ares2' => 'MIT', 'libc-ares-dev' => 'MIT', 'libfmt9' => 'MIT', 'libfmt-dev' => 'MIT',
    'linux-libc-dev' => 'GPL-2.0-only WITH Linux-syscall-note',
);

sub lines_of { my @command = @_; open(my $pipe, '-|', @command) or die "$command[0]: $!\n"; chomp(my @lines = <$pipe>); close $pipe; return @lines }

# What dpkg knows as /lib/… lies in /usr/lib/… on a merged system, and the reverse.
sub spellings { my ($file) = @_; return $file =~ m{^/usr(/lib.*)$} ? ($file, $1) : ($file, "/usr$file") }

# Which package a file belongs to; not known if it came otherwise. Many are asked for at once.
my %owner;
sub learn_owners {
    my @files = map { spellings($_) } @_;
    while (my @some = splice(@files, 0, 500)) {
        open(my $pipe, '-|', 'exec dpkg-query -S ' . join(' ', map { "'$_'" } @some) . ' 2>/dev/null') or die "dpkg-query: $!\n";
        while (<$pipe>) { $owner{$2} = $1 if m{^([^:, ]+)[^/]*: (/.*)$} && !/^diversion/ }
        close $pipe;
    }
}

sub package_of { my ($file) = @_; return (grep { defined } map { $owner{$_} } spellings($file))[0] }

sub described {
    my ($package) = @_;
    my ($line) = lines_of('dpkg-query', '-W', '-f', '${Version}\t${Architecture}\t${source:Package}\n', $package);
    my ($its_version, $architecture, $source) = split /\t/, $line;
    return { version => $its_version, architecture => $architecture, source => $source };
}

# The licence of most of its files, where its copyright file says so for programs.
sub licence_of {
    my ($package) = @_;
    return $told{$package} if $told{$package};
    return $told{'libstdc++6'} if $package =~ /^lib(?:stdc\+\+|gcc)-\d+-dev$/;
    open(my $file, '<', "/usr/share/doc/$package/copyright") or return 'NOASSERTION';
    local $/ = '';
    for my $paragraph (<$file>) {
        next unless $paragraph =~ /^Files:\s*\*\s*$/m && $paragraph =~ /^License:\s*(\S+)\s*$/m;
        return $spdx{$1} // 'NOASSERTION';
    }
    return 'NOASSERTION';
}

# What is loaded with the program, by package: the names of its libraries.
my (%loaded, %linked);
for (lines_of('ldd', $program)) {
    next unless m{^\s*(\S+)(?: => (\S+))? \(0x};
    my ($name, $file) = ($1, $2 // $1);
    $loaded{$file} = basename($name) if $file =~ m{^/};
}
learn_owners(map { ($_, Cwd::realpath($_)) } keys %loaded);
for my $file (keys %loaded) {
    my $package = package_of($file) // package_of(Cwd::realpath($file)) // "unpackaged-$loaded{$file}";
    push @{ $linked{$package} }, $loaded{$file};
}
my %linked_source = map { described($_)->{source} => 1 } grep { !/^unpackaged-/ } keys %linked;

# What the compiler read from outside the tree, by package.
my (%headers, %met, $is_ours);
for (lines_of('ninja', '-C', $build, '-t', 'deps')) {
    $is_ours = m{^CMakeFiles/mysigfox} if /^\S/;
    my ($path) = m{^\s+(\S+)$};
    next unless $is_ours && defined $path;
    my $header = $path =~ m{^/} ? $path : "$build/$path";  # a compiler cache makes paths relative
    next if $met{$header}++;
    my $file = Cwd::realpath($header);
    $headers{$file} = 1 if defined $file && $file =~ m{^/usr/};
}
learn_owners(keys %headers);
my %compiled = map { $_ => 1 } grep { defined } map { package_of($_) } keys %headers;
die "$build: ninja knows no headers; was the program built there?\n" unless %compiled;

sub entry {
    my ($package, $libraries) = @_;
    my $is_known = $package !~ /^unpackaged-/;
    my $about = $is_known ? described($package) : { version => 'unknown', architecture => 'unknown' };
    my %entry = (
        name => $package, SPDXID => id_of($package), versionInfo => $about->{version}, downloadLocation => 'NOASSERTION',
        filesAnalyzed => JSON::PP::false, licenseConcluded => 'NOASSERTION', licenseDeclared => licence_of($package),
        copyrightText => 'NOASSERTION',
    );
    $entry{licenseComments} = 'As Debian says for the source as a whole' if $entry{licenseDeclared} ne 'NOASSERTION';
    $entry{comment} = 'Loaded: ' . join(', ', sort @$libraries) if $libraries;
    return \%entry unless $is_known;
    $entry{supplier} = 'Organization: Debian';
    (my $escaped = $about->{version}) =~ s/([^A-Za-z0-9.~_-])/sprintf '%%%02X', ord $1/ge;
    (my $name = $package) =~ s/\+/%2B/g;
    $entry{externalRefs} = [{ referenceCategory => 'PACKAGE-MANAGER', referenceType => 'purl',
        referenceLocator => "pkg:deb/debian/$name\@$escaped?arch=$about->{architecture}" }];
    return \%entry;
}

sub id_of { my ($name) = @_; (my $id = $name) =~ s/[^A-Za-z0-9.-]/-/g; return "SPDXRef-Package-$id" }

sub relation { my ($from, $type, $to) = @_; return { spdxElementId => $from, relationshipType => $type, relatedSpdxElement => $to } }

my $digest = Digest::SHA->new(256)->addfile($program)->hexdigest;
my $ours = id_of('mysigfox');
my @packages = ({
    name => 'mysigfox', SPDXID => $ours, versionInfo => $version, downloadLocation => 'NOASSERTION', filesAnalyzed => JSON::PP::false,
    licenseConcluded => 'MIT', licenseDeclared => 'MIT', copyrightText => 'Copyright (c) 2026 The MySigfox authors',
    primaryPackagePurpose => 'APPLICATION',
});
my @relations = (relation('SPDXRef-DOCUMENT', 'DESCRIBES', $ours));
for my $package (sort keys %linked) {
    push @packages, entry($package, $linked{$package});
    push @relations, relation($ours, 'DYNAMIC_LINK', id_of($package));
}
for my $package (sort grep { !$linked{$_} } keys %compiled) {
    push @packages, entry($package);
    # Headers of a library that is loaded, or of the kernel, are interfaces; any other is code that went in.
    my $is_interface = $linked_source{ described($package)->{source} } || $package eq 'linux-libc-dev';
    push @relations, $is_interface ? relation(id_of($package), 'BUILD_DEPENDENCY_OF', $ours)
        : relation($ours, 'STATIC_LINK', id_of($package));
}

print JSON::PP->new->canonical->pretty->encode({
    spdxVersion => 'SPDX-2.3', dataLicense => 'CC0-1.0', SPDXID => 'SPDXRef-DOCUMENT', name => "mysigfox-$version",
    documentNamespace => "https://mysigfox.example/spdx/mysigfox-$version-$digest",
    creationInfo => {
        created => strftime('%Y-%m-%dT%H:%M:%SZ', gmtime($ENV{SOURCE_DATE_EPOCH} // time)), creators => ['Tool: scripts/sbom.pl'],
    },
    packages => \@packages, relationships => \@relations,
});
