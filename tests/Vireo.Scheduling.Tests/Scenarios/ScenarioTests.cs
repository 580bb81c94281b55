using Vireo.Fleet;
using Vireo.Safety.Checking;
using Vireo.Scheduling.Tests.Decisions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Vireo.Scheduling.Tests.Scenarios;

/// <summary>Given a fleet, when the scheduler decides, expect these placements in at most so many moves.</summary>
public class ScenarioTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_scenario_ends_as_it_says(string file)
    {
        var scenario = Read(file);
        var fleet = Build(scenario);
        var policy = PolicyOf(scenario);

        var plan = fleet.Plan(policy);

        var after = SmallFleet.After(fleet.Fleet, plan);
        Assert.Empty(PlanChecker.Check(plan.Actions, fleet.Fleet, policy, fleet.Outlook.Hazards));
        Assert.InRange(plan.Actions.Count(action => action.Action is Migration), 0, scenario.Expect.AtMostMoves);
        Assert.Equal(
            scenario.Expect.SwitchedOff,
            after.Hosts.Where(host => host.State == HostState.Off).Select(host => host.Id.Value));
        foreach (var (machine, host) in scenario.Expect.Placements)
        {
            Assert.Equal(host, after.VirtualMachines.Single(guest => guest.Id.Value == machine).Host?.Value);
        }
    }

    private static ScenarioFile Read(string file) => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<ScenarioFile>(File.ReadAllText(Path.Combine(Folder(), file)));

    private static SmallFleet Build(ScenarioFile scenario)
    {
        var fleet = new SmallFleet();
        foreach (var host in scenario.Hosts)
        {
            fleet.Host(host.Id, host.Mhz, host.Gib, host.Rack, maintenance: host.Maintenance);
            if (host.Failing)
            {
                fleet.Danger(host.Id, HazardKind.HostFailing);
            }
        }

        foreach (var machine in scenario.Machines)
        {
            fleet.Machine(machine.Id, machine.Host, machine.Median, machine.Upper, machine.Gib);
        }

        return fleet;
    }

    private static Policy PolicyOf(ScenarioFile scenario) => new()
    {
        Consolidate = scenario.Consolidate,
        Balance = scenario.Balance,
        SpareFaultDomains = scenario.SpareFaultDomains,
        MinimumHostsOn = 1,
        Rules =
        [
            .. scenario.Rules.Select(rule => new AffinityRule(
                rule.Name,
                Enum.Parse<AffinityKind>(rule.Kind, ignoreCase: true),
                [.. rule.Machines.Select(id => new VirtualMachineId(id))],
                [.. rule.Hosts.Select(id => new HostId(id))])),
        ],
    };

    private static string Folder() => Path.Combine(Checkout.Root, "scenarios");
}
