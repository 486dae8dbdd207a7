/**
 * Runs inside fresh namespaces and makes a root of its own, of system folders (read-only) and an empty /work: homes,
 * keys and everything else of the machine are not there. It ends by running the program without any privilege.
 * Arguments: mount point, folder to copy to /work, megabytes, uid to become ("": stay), more paths to show (a line
 * each), then the program. It stays the first process, so that all others end with it.
 */
export const SETUP_SCRIPT = `
set -eu
root=$1; from=$2; size=$3; uid=$4; more=$5; shift 5
mount -t tmpfs -o "size=\${size}m,nr_inodes=16384,mode=755" sandbox "$root"
show() {
  if [ -e "$root$1" ]; then return 0; fi
  if [ -d "$1" ]; then
    mkdir -p "$root$1"; mount --rbind "$1" "$root$1"
  else
    mkdir -p "$root$(dirname "$1")"; : > "$root$1"; mount --bind "$1" "$root$1"
  fi
  mount -o remount,bind,ro "$root$1" 2>/dev/null || true
}
for path in /usr /bin /sbin /lib /lib32 /lib64 /libx32 /opt /nix/store; do
  if [ -L "$path" ]; then ln -s "$(readlink "$path")" "$root$path"
  elif [ -d "$path" ]; then show "$path"; fi
done
for path in /etc/alternatives /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d /etc/localtime; do
  if [ -e "$path" ]; then show "$path"; fi
done
IFS='
'
for path in $more; do show "$path"; done
unset IFS
mkdir -p "$root/dev/shm" "$root/proc" "$root/tmp" "$root/work"
for name in null zero full random urandom; do : > "$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"; done
mount -t proc proc "$root/proc" 2>/dev/null || true
cp -R "$from/." "$root/work"
chmod 1777 "$root/tmp" "$root/dev/shm"
if [ -n "$uid" ]; then
  chown -R "$uid:$uid" "$root/work"
  set -- "--reuid=$uid" "--regid=$uid" --clear-groups -- "$@"
else
  set -- -- "$@"
fi
set +e
chroot "$root" sh -c 'cd /work && exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"' sh "$@"
exit $?
`;

/** What a shell can bound by itself, where there is no prlimit: seconds, bytes, megabytes, then the program. */
export const ULIMIT_SCRIPT = `
ulimit -t "$1"; ulimit -f $(($2 / 512)); ulimit -v $(($3 * 1024)) 2>/dev/null; ulimit -c 0; shift 3
exec "$@"
`;
