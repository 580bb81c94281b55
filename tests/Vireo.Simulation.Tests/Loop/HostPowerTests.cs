using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

public class HostPowerTests
{
    [Fact]
    public void Probe()
    {
        string seedText = Environment.GetEnvironmentVariable("PROBE_SEED") ?? "1";
        double hours = double.Parse(Environment.GetEnvironmentVariable("PROBE_HOURS") ?? "168", System.Globalization.CultureInfo.InvariantCulture);
        var trial = new LoopTrial(LoopTrial.SmallDemo(hosts: int.Parse(Environment.GetEnvironmentVariable("PROBE_HOSTS") ?? "12"), machines: int.Parse(Environment.GetEnvironmentVariable("PROBE_VMS") ?? "100"), long.Parse(seedText, System.Globalization.CultureInfo.InvariantCulture)), hours, PolicyPresets.Find("vireo", "demo")! with { RestAfterSwitch = TimeSpan.FromMinutes(double.Parse(Environment.GetEnvironmentVariable("REST") ?? "60")) });
        var result = trial.Run();
        var switches = trial.Started.Where(s => s.Action is PowerOffHost or PowerOnHost).ToList();
        foreach (var s in switches)
        {
            Console.WriteLine($"{s.At:ddd HH:mm:ss} {s.Action.GetType().Name} {s.Action.Target.Value}");
        }

        foreach (var (id, list) in switches.GroupBy(s => s.Action.Target).Select(g => (g.Key, g.ToList())))
        {
            for (int i = 0; i + 1 < list.Count; i++)
            {
                if (list[i].Action is PowerOffHost && list[i + 1].Action is PowerOnHost)
                {
                    Console.WriteLine($"OFFTIME {id.Value} {(list[i + 1].At - list[i].At).TotalMinutes:0} min");
                }
                else
                {
                    Console.WriteLine($"ONTIME {id.Value} {(list[i + 1].At - list[i].At).TotalMinutes:0} min");
                }
            }
        }

        foreach (var state in trial.States.SelectMany(st => st.Plans.Select(p => p.Plan).SelectMany(p => p.Actions)).Where(a => a.Action is PowerOnHost).DistinctBy(a => a.Id))
        {
            Console.WriteLine("ON because " + state.Reason);
        }

        Console.WriteLine($"energy {result.EnergyKwh:0.00} moves {result.Migrations} regretted {result.RegrettedMigrations} contention {result.ContentionMinutes:0} unserved {result.UnservedRatio:0.000000} off {result.HostShutdowns} active {result.MeanActiveHosts:0.00}");
    }
}
