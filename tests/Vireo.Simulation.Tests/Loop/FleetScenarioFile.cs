namespace Vireo.Simulation.Tests.Loop;

/// <summary>Hours of a whole loop as data; the keys of the YAML files in <c>scenarios/fleets/</c>.</summary>
public sealed class FleetScenarioFile
{
    public string Name { get; set; } = "";

    public double Hours { get; set; } = 8;

    public int MemoryGib { get; set; } = 8;

    public LoadLine Load { get; set; } = new();

    public List<GroupLine> Groups { get; set; } = [];

    public List<PoolLine> Pools { get; set; } = [];

    public List<MachineLine> Deploy { get; set; } = [];

    public List<FaultLine> Faults { get; set; } = [];

    public UpdateLine? Update { get; set; }

    public Expectation Expect { get; set; } = new();

    /// <summary>What each group has to carry, in MHz.</summary>
    public sealed class LoadLine
    {
        public string Kind { get; set; } = "step";

        public double From { get; set; }

        public double To { get; set; }

        public double AtHour { get; set; }

        public double EveryHours { get; set; } = 1;

        public double ForHours { get; set; }

        public double At(double hour, double hours) => Kind switch
        {
            "wave" => From + ((To - From) * (0.5 - (0.5 * Math.Cos(2 * Math.PI * hour / EveryHours)))),
            "square" => (int)(2 * hour / EveryHours) % 2 == 0 ? From : To,
            "daily" => hour % 24 >= AtHour && hour % 24 < AtHour + ForHours ? To : From,
            "ramp" => From + ((To - From) * hour / hours),
            _ => hour < AtHour ? From : To,
        };
    }

    public sealed class GroupLine
    {
        public string Name { get; set; } = "";

        public int Minimum { get; set; } = 1;

        public int Maximum { get; set; } = 10;

        public int? Fixed { get; set; }

        public double? Target { get; set; }

        public double? Predictive { get; set; }

        public bool Checked { get; set; }

        public double? ResponseTimeMs { get; set; }

        public Dictionary<string, double> Targets { get; set; } = [];

        /// <summary>Another load than the others carry.</summary>
        public LoadLine? Load { get; set; }
    }

    public sealed class PoolLine
    {
        public string Name { get; set; } = "";

        public List<string> Names { get; set; } = [];

        public List<string> Groups { get; set; } = [];

        public bool Tenant { get; set; }

        public double CpuReservation { get; set; }

        public double? CpuLimit { get; set; }
    }

    public sealed class MachineLine
    {
        public string Name { get; set; } = "";

        public List<string> After { get; set; } = [];
    }

    public sealed class FaultLine
    {
        public string Kind { get; set; } = "";

        public string Target { get; set; } = "";

        public double AtHour { get; set; }
    }

    public sealed class UpdateLine
    {
        public int Version { get; set; }

        public double AtHour { get; set; }
    }

    public sealed class Expectation
    {
        public Dictionary<string, GroupExpectation> Groups { get; set; } = [];

        public Dictionary<string, PoolExpectation> Pools { get; set; } = [];

        public List<string> Needs { get; set; } = [];

        public string? Refused { get; set; }

        public string? Deployment { get; set; }
    }

    public sealed class GroupExpectation
    {
        public int NeverMoreThan { get; set; } = int.MaxValue;

        public int AtLeastAtThePeak { get; set; }

        public int AtLeastAtTheEnd { get; set; }

        public int AtMostAtTheEnd { get; set; } = int.MaxValue;

        public int AtMostRemoved { get; set; } = int.MaxValue;

        public int? Version { get; set; }

        public string? RolledBack { get; set; }

        /// <summary>At least so many serve at an hour.</summary>
        public Dictionary<double, int> ServesAt { get; set; } = [];
    }

    public sealed class PoolExpectation
    {
        /// <summary>MHz, at some time.</summary>
        public double LendsAtLeast { get; set; }

        /// <summary>Share of the readings of the last hours in which a machine waited for CPU, 0 to 1.</summary>
        public double WaitsAtMost { get; set; } = 1;
    }
}
