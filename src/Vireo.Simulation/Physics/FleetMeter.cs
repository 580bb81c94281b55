namespace Vireo.Simulation;

/// <summary>Keeps the figures by which policies are compared, as records come in from the hosts.</summary>
/// <remarks>A record holds until the next one of the same host or machine; a second record at the same instant replaces
/// the first. Definitions: Beloglazov and Buyya, <em>CCPE</em> 24(13), 2012, as computed by CloudSim 3.0.3.</remarks>
internal sealed class FleetMeter
{
    private const double NoticeableShortage = 0.01;

    // A machine that moves again so soon should have stayed or gone there at once.
    private const double RegretWithinSeconds = 3600;

    private HostRecord[] _hosts;
    private MachineRecord[] _machines;
    private double _activeSeconds;
    private double _violatedSeconds;
    private double _requested;
    private double _granted;
    private double _lostToMigration;
    private double _machineSeconds;
    private double _shortSeconds;
    private int _shutdowns;
    private long _regretted;
    private readonly Dictionary<int, double> _movedAt = [];

    public FleetMeter(int hosts, int machines)
    {
        _hosts = new HostRecord[hosts];
        _machines = new MachineRecord[machines];
        Array.Fill(_hosts, new HostRecord { At = double.NaN, WasActive = true });
        Array.Fill(_machines, new MachineRecord { At = double.NaN });
    }

    public double EnergyJoules { get; set; }

    public long Migrations { get; private set; }

    public long FailedMigrations { get; set; }

    public long MachinesDropped { get; set; }

    public long MachinesLost { get; set; }

    public void AddMachine()
    {
        Array.Resize(ref _machines, _machines.Length + 1);
        _machines[^1].At = double.NaN;
    }

    public void StartMigration(int machine, double at)
    {
        Migrations++;
        _regretted += _movedAt.TryGetValue(machine, out double before) && at - before < RegretWithinSeconds ? 1 : 0;
        _movedAt[machine] = at;
    }

    public void RecordHost(int host, double at, double granted, double requested, bool isActive)
    {
        ref var last = ref _hosts[host];
        if (at > last.At)
        {
            Close(ref last, at);
        }

        last.At = at;
        last.IsShort = granted < requested;
        last.IsActive = isActive;
    }

    public void RecordMachine(int machine, double at, double granted, double requested, bool isMoving)
    {
        ref var last = ref _machines[machine];
        if (at > last.At)
        {
            Close(last, at);
        }

        last = new MachineRecord { At = at, Granted = granted, Requested = requested, IsMoving = isMoving };
    }

    /// <summary>A machine that is gone keeps no open record.</summary>
    public void EndMachine(int machine, double at)
    {
        Close(_machines[machine], at);
        _machines[machine].At = double.NaN;
    }

    /// <summary>Closes what is open without disturbing it and reads all figures.</summary>
    public FleetMetrics Read(double now)
    {
        var copy = (FleetMeter)MemberwiseClone();
        copy._hosts = [.. _hosts];
        copy._machines = [.. _machines];
        foreach (ref var host in copy._hosts.AsSpan())
        {
            copy.Close(ref host, now);
        }

        foreach (ref var machine in copy._machines.AsSpan())
        {
            copy.Close(machine, now);
        }

        return copy.Summarise(now);
    }

    private FleetMetrics Summarise(double now)
    {
        double slatah = Ratio(_violatedSeconds, _activeSeconds);
        double pdm = Ratio(_lostToMigration, _requested);

        return new FleetMetrics(
            EnergyKilowattHours: EnergyJoules / 3.6e6,
            Migrations: Migrations,
            FailedMigrations: FailedMigrations,
            Slatah: slatah,
            Pdm: pdm,
            UnservedRatio: Ratio(_requested - _granted, _requested),
            SloViolationRatio: Ratio(_shortSeconds, _machineSeconds),
            MeanActiveHosts: Ratio(_activeSeconds, now),
            HostShutdowns: _shutdowns,
            MachinesDropped: MachinesDropped,
            MachinesLost: MachinesLost,
            ContentionMinutes: _shortSeconds / 60,
            RegrettedMigrations: _regretted);
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

    private void Close(ref HostRecord record, double until)
    {
        if (double.IsNaN(record.At))
        {
            return;
        }

        if (record.WasActive && !record.IsActive)
        {
            _shutdowns++;
        }

        record.WasActive = record.IsActive;
        if (record.IsActive)
        {
            _activeSeconds += until - record.At;
            _violatedSeconds += record.IsShort ? until - record.At : 0;
        }
    }

    private void Close(in MachineRecord record, double until)
    {
        if (double.IsNaN(record.At))
        {
            return;
        }

        double seconds = until - record.At;
        _requested += record.Requested * seconds;
        _granted += record.Granted * seconds;
        _machineSeconds += seconds;
        if (record.Granted < record.Requested)
        {
            _lostToMigration += record.IsMoving ? (record.Requested - record.Granted) * seconds : 0;
            _shortSeconds += record.Granted < record.Requested * (1 - NoticeableShortage) ? seconds : 0;
        }
    }

    private struct HostRecord
    {
        public double At;
        public bool IsShort;
        public bool IsActive;
        public bool WasActive;
    }

    private struct MachineRecord
    {
        public double At;
        public double Granted;
        public double Requested;
        public bool IsMoving;
    }
}
