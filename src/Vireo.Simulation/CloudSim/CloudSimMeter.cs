namespace Vireo.Simulation;

/// <summary>The reference simulator's metrics, added up as records come in; a second record of one instant replaces the
/// first.</summary>
internal sealed class CloudSimMeter
{
    private const double Noticeable = 0.99;

    private readonly Record[] _hosts;
    private readonly Record[] _machines;
    private readonly bool[] _wasActive;
    private readonly bool[] _everActive;
    private readonly double[] _requested;
    private readonly double[] _granted;
    private readonly double[] _lostToMigration;
    private double _shortSeconds;
    private double _machineSeconds;
    private double _shortMachineSeconds;

    /// <summary>Nothing measured yet.</summary>
    public CloudSimMeter(int hosts, int machines)
    {
        _hosts = new Record[hosts];
        _machines = new Record[machines];
        _wasActive = new bool[hosts];
        _everActive = new bool[hosts];
        _requested = new double[machines];
        _granted = new double[machines];
        _lostToMigration = new double[machines];
        Array.Fill(_hosts, Record.None);
        Array.Fill(_machines, Record.None);
        Array.Fill(_wasActive, true);
    }

    /// <summary>Drawn by all hosts.</summary>
    public double EnergyJoules { get; set; }

    /// <summary>Time that hosts were active, added up over them.</summary>
    public double ActiveSeconds { get; private set; }

    /// <summary>Share of active host time with less CPU granted than asked for.</summary>
    public double Slatah => Ratio(_shortSeconds, ActiveSeconds);

    /// <summary>CPU lost to migrations as a share of CPU asked for.</summary>
    public double Pdm => Ratio(Sum(_lostToMigration), Sum(_requested));

    /// <summary>CPU not granted as a share of CPU asked for.</summary>
    public double Unserved => Ratio(Sum(_requested) - Sum(_granted), Sum(_requested));

    /// <summary>Share of machine time with noticeably less CPU than asked for.</summary>
    public double ShortMachineTime => Ratio(_shortMachineSeconds, _machineSeconds);

    /// <summary>Changes from active to not; a host that is never used counts once.</summary>
    public int Shutdowns { get; private set; }

    /// <summary>Hosts that were active at any time.</summary>
    public int HostsEverUsed => _everActive.Count(used => used);

    /// <summary>Notes what a machine asked for and got on the host that it runs on.</summary>
    public void RecordMachine(int machine, double seconds, double granted, double requested, bool isMoving)
    {
        ref var last = ref _machines[machine];
        if (last.Seconds != seconds && last.Seconds >= 0)
        {
            double passed = seconds - last.Seconds;
            _machineSeconds += passed;
            _shortMachineSeconds += last.Granted < last.Requested * Noticeable ? passed : 0;
            _granted[machine] += last.Granted * passed;
            _requested[machine] += last.Requested * passed;
            if (last.IsShort && last.Flag)
            {
                _lostToMigration[machine] += (last.Requested - last.Granted) * passed;
            }
        }

        last = new Record(seconds, granted, requested, isMoving);
    }

    /// <summary>Notes what the machines of a host asked for and got.</summary>
    public void RecordHost(int host, double seconds, double granted, double requested)
    {
        ref var last = ref _hosts[host];
        if (last.Seconds != seconds && last.Seconds >= 0)
        {
            Close(host, seconds - last.Seconds);
        }

        last = new Record(seconds, granted, requested, granted > 0);
    }

    /// <summary>Counts what the last records of all hosts mean.</summary>
    public void Finish()
    {
        for (int host = 0; host < _hosts.Length; host++)
        {
            Close(host, passed: 0);
        }
    }

    private void Close(int host, double passed)
    {
        var last = _hosts[host];
        if (last.Flag)
        {
            _everActive[host] = true;
            ActiveSeconds += passed;
            _shortSeconds += last.IsShort ? passed : 0;
        }
        else if (_wasActive[host])
        {
            Shutdowns++;
        }

        _wasActive[host] = last.Flag;
    }

    // Machine by machine, as the reference adds up: the last digit of a product depends on it.
    private static double Sum(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

    private readonly record struct Record(double Seconds, double Granted, double Requested, bool Flag)
    {
        public static Record None { get; } = new(-1, 0, 0, false);

        public bool IsShort => Granted < Requested;
    }
}
