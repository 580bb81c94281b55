using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

public class HostPowerTests
{
    private static readonly TimeSpan Regretted = TimeSpan.FromHours(1);

    [Fact]
    public void Over_working_days_and_nights_no_host_is_switched_to_and_fro()
    {
        // Decisions far apart only to keep the test short.
        var policy = PolicyPresets.Find("vireo", "demo")! with
        {
            ShortestCycle = TimeSpan.FromMinutes(5),
            LongestCycle = TimeSpan.FromMinutes(5),
        };
        var trial = new LoopTrial(LoopTrial.SmallDemo(hosts: 8, machines: 120), hours: 3 * 24, policy);

        trial.Run();

        var switches = trial.Started.Where(started => started.Action is PowerOffHost or PowerOnHost).ToList();
        var pairs = switches.GroupBy(started => started.Action.Target).SelectMany(ofHost => ofHost.Zip(ofHost.Skip(1))).ToList();
        Assert.Contains(switches, started => started.Action is PowerOnHost);
        Assert.All(pairs, pair => Assert.True(pair.Second.At - pair.First.At >= Regretted, $"{pair.First} then {pair.Second}"));
    }
}
