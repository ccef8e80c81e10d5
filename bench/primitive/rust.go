package main

// rustTable is not from this run, nor can it be: the crates aren't built here.
const rustTable = `**Not from this run.** As recorded on 2026-11-23; the day of the measurement wasn't noted.
Measured on another machine, a 2-core x86-64 virtual machine where one read-modify-write takes about 5.4 ns, with the
crates in a release build. Compare as ratios to that time.

| | diatomic-waker 0.2.3 | atomic-waker 1.1.2 |
|---|---:|---:|
| idle notify | 5.5 ns, 1 RMW | 10.6 ns, 2 RMW |
| idle notify, 1 → 2 threads, total | 187 → 62 M/s | 92 → 31 M/s |
| same waker: register + notify | 22 ns, 4 RMW with the wake | 27–39 ns, 7 RMW |
| two wakers in turn: register + notify | 24–33 ns, 6 RMW | 28–37 ns, 7 RMW |
| register + unregister | 10.7 ns | 24–33 ns |
| two tasks on one thread (tokio), round trip | 110–120 ns | 145 ns |
`
