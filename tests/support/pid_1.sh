#!/bin/sh
# Becomes pid 1 of a system in a folder, as a container's would: tests/support/booted_system.mjs gives it its name spaces.
#   pid_1.sh FOLDER
set -e
cd "$1"
mount --make-rprivate /
mount --bind . .
cd "$1"
mount -t proc -o nosuid,nodev,noexec proc proc
# What of the kernel does not belong to this system alone is read only.
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o nosuid,nodev,noexec,ro sysfs sys
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup
mount -t tmpfs -o nosuid,mode=0755 tmpfs dev
for device in null zero full random urandom tty; do
    : >dev/$device
    mount --bind /dev/$device dev/$device
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs dev/shm
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs run
pivot_root . .
umount -l .
# Credentials and PrivateTmp= reach a service by propagation: pid 1 of a machine makes this so by itself.
mount --make-rshared /
# Modules, the clock and raw devices are the machine's.
exec env -i container=folder PATH=/usr/sbin:/usr/bin \
    setpriv --bounding-set=-sys_module,-sys_rawio,-sys_time /lib/systemd/systemd --system
