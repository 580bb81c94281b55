using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>What hosts and guests write into their logs: their daily business, a stray error now and then, and what a
/// fault makes them say. The same in every run.</summary>
internal sealed class SimulatedLogs(SimulatedFleet fleet, Impairments impairments)
{
    private const int Kept = 200_000;
    private const long Seed = 23;
    private const double OneOffChance = 0.0005;
    private const int LinesOfStorm = 4;

    private static readonly string[] OfHosts =
    [
        "hostd: Task created : haTask--vim.SessionManager.login-{0}",
        "vmkernel: cpu{1}: World: {0} started",
        "hostd: Accepted password for user root from 10.0.{1}.7",
        "vpxa: Heartbeat {0} sent to management server",
        "ntpd: synchronized to 10.0.0.{1}, stratum 2",
        "vobd: usage statistics collected in {1} ms",
    ];

    private static readonly string[] OfGuests =
    [
        "systemd: Started Session {0} of user app.",
        "CRON: (root) CMD (run-parts /etc/cron.hourly) pid {0}",
        "nginx: 10.1.{1}.4 GET /api/orders/{0} 200",
        "app: order {0} stored in {1} ms",
        "dhclient: DHCPREQUEST for 10.1.{1}.9 on eth0",
        "kernel: audit: type=1400 audit({0}): apparmor=ALLOWED",
        "app: cache refreshed, {0} entries",
    ];

    // Seen once somewhere, and no sign of anything.
    private static readonly string[] OneOffs =
    [
        "sshd: error: kex_exchange_identification: Connection closed by remote host, port {0}",
        "app: error: could not parse header of request {0}, ignored",
        "kernel: perf: interrupt took too long ({0} > 2500), lowering kernel.perf_event_max_sample_rate",
        "snapd: refresh of {0} snaps finished",
        "logrotate: error: skipping /var/log/app-{0}.log, already exists",
    ];

    private readonly Queue<LogLine> _lines = new();
    private long _round;

    /// <summary>Lines after an instant that are still kept, oldest first.</summary>
    public LogLine[] ReadAfter(DateTimeOffset after) => [.. _lines.Where(line => line.At > after)];

    /// <summary>Writes what belongs into the interval that ends now.</summary>
    public void Write(double now)
    {
        if (!fleet.Scenario.HasAgents)
        {
            return;
        }

        _round++;
        var at = fleet.Scenario.Start + TimeSpan.FromTicks((long)Math.Round(now * TimeSpan.TicksPerSecond));
        for (int index = 0; index < fleet.Hosts.Count; index++)
        {
            if (fleet.Hosts[index].View.State == HostState.On)
            {
                WriteHost(fleet.Hosts[index], index, at, now);
            }
        }

        for (int index = 0; index < fleet.Machines.Count; index++)
        {
            var machine = fleet.Machines[index];
            if (machine.IsRunning && fleet.Hosts[machine.Host].View.State == HostState.On)
            {
                WriteGuest(machine, index, at, now);
            }
        }
    }

    private void WriteHost(HostSlot host, int index, DateTimeOffset at, double now)
    {
        var entity = EntityId.Of(host.View.Id);
        Business(entity, OfHosts, index, at);
        foreach (var one in impairments.Active)
        {
            bool isStruck = Impairments.Strikes(one, host) || IsUsedHere(one, host);
            if (isStruck && TextOf(one, now) is { } text)
            {
                int times = one.Fault.Kind is FaultKind.LinkFlaps or FaultKind.HostStalls ? LinesOfStorm : 1;
                for (int i = 0; i < times; i++)
                {
                    Add(at, entity, text, index + i);
                }
            }
        }

        if (!double.IsNaN(host.ErrorsSince))
        {
            Add(at, entity, "mce: [Hardware Error]: Machine check events logged, corrected error count {0}", index);
        }
    }

    private void WriteGuest(MachineSlot machine, int index, DateTimeOffset at, double now)
    {
        var entity = EntityId.Of(machine.View.Id);
        int row = fleet.Hosts.Count + index;
        Business(entity, OfGuests, row, at);
        foreach (var one in impairments.Active)
        {
            // The hosts tell of a slow datastore, not the guests.
            bool isStruck = one.Fault.Kind != FaultKind.DatastoreSlows && Impairments.Strikes(one, machine);
            if (isStruck && TextOf(one, now) is { } text)
            {
                Add(at, entity, text, row);
            }
        }
    }

    private bool IsUsedHere(Impairment one, HostSlot host) =>
        one.Fault.Kind == FaultKind.DatastoreSlows
        && host.Residents.Exists(resident => Impairments.Strikes(one, fleet.Machines[resident]));

    private static string? TextOf(Impairment one, double now)
    {
        bool isHarmful = one.IsHarmful(now);
        double minutesLeft = Math.Max(0, (0.5 - one.Progress(now)) * one.Fault.Duration.TotalMinutes);
        string left = minutesLeft.ToString("0", CultureInfo.InvariantCulture);

        return one.Fault.Kind switch
        {
            FaultKind.HostStalls => isHarmful
                ? "kernel: watchdog: BUG: soft lockup - CPU#{1} stuck for 23s! [kvm:{0}]"
                : "ipmi_si: BMC does not respond, command timed out after {0} ms",
            FaultKind.LinkFlaps => "ixgbe 0000:3b:00.0 vmnic1: NIC Link is Down, carrier lost {0} times",
            FaultKind.ClockJumps =>
                "kernel: clocksource: timekeeping watchdog: Marking clocksource tsc as unstable, skew {0} is too large",
            FaultKind.DatastoreSlows => $"ScsiDeviceIO: {one.Fault.Target} performance has deteriorated, " +
                "I/O latency increased to {0} microseconds",
            FaultKind.DiskFills => isHarmful ? "app: error: write failed: No space left on device, request {0}" : null,
            FaultKind.NamesUnresolved =>
                "app: error: lookup payments.internal: Temporary failure in name resolution, request {0}",
            FaultKind.CertificateExpires => isHarmful
                ? "app: error: tls handshake failed: x509: certificate has expired, request {0}"
                : $"app: warning: certificate will expire in {left} minutes",
            FaultKind.LicenceExpires => isHarmful
                ? "hostd: error: License has expired, operation {0} refused"
                : $"hostd: warning: License will expire in {left} minutes",
            FaultKind.BadDeployment => "app: error: unhandled NullReferenceException in checkout, request {0}",
            _ => null,
        };
    }

    private void Business(EntityId entity, string[] texts, int row, DateTimeOffset at)
    {
        double draw = SeededRandom.At(Seed, row, _round);
        Add(at, entity, texts[(int)(draw * texts.Length)], row);
        Add(at, entity, texts[(int)(SeededRandom.At(Seed + 1, row, _round) * texts.Length)], row + 1);
        if (SeededRandom.At(Seed + 2, row, _round) < OneOffChance)
        {
            Add(at, entity, OneOffs[(int)(draw * OneOffs.Length)], row);
        }
    }

    private void Add(DateTimeOffset at, EntityId entity, string text, int row)
    {
        if (_lines.Count == Kept)
        {
            _lines.Dequeue();
        }

        int number = (int)(SeededRandom.At(Seed + 3, row, _round) * 100_000);
        _lines.Enqueue(new(at, entity, string.Format(CultureInfo.InvariantCulture, text, number, number % 64)));
    }
}
