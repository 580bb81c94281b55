using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>Given a fleet and what happens to it, expect this of the whole loop.</summary>
public class FleetScenarioTests
{
    private const double SamplesPerHour = 12;
    private const double Noticeable = 0.05;

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_fleet_ends_as_it_says(string file)
    {
        var story = Read(file);
        var trial = Run(story);

        foreach (var (name, expected) in story.Expect.Groups)
        {
            Check(trial, new VmGroupId(name), expected);
        }

        foreach (var (name, expected) in story.Expect.Pools)
        {
            await CheckAsync(trial, new ResourcePoolId(name), expected);
        }

        Assert.Equal(story.Expect.Needs, trial.States[^1].Fleet.RecurringNeeds.Select(need => need.Id));
        if (story.Expect.Deployment is { } status)
        {
            var deployment = trial.States[^1].Deployments.Single().Deployment;
            Assert.Equal(status, deployment.Status.ToString(), ignoreCase: true);
            Assert.Equal(
                deployment.Status == DeploymentStatus.Done ? deployment.Machines.Length : 0,
                trial.States[^1].Fleet.VirtualMachines.Count(machine => machine.Deployment == deployment.Id));
        }

        if (story.Expect.Refused is { } words)
        {
            Assert.Contains(
                trial.States.SelectMany(state => state.Plans).SelectMany(plan => plan.Plan.Refusals),
                refusal => refusal.Reason.Contains(words, StringComparison.Ordinal));
        }
    }

    private static void Check(LoopTrial trial, VmGroupId group, FleetScenarioFile.GroupExpectation expected)
    {
        var members = trial.States.Select(state => state.Fleet.VirtualMachines.Where(machine => machine.Group == group).ToList()).ToList();
        var serving = members.Select(all => all.Where(machine => machine.IsServing).ToList()).ToList();
        int removed = trial.Started.Count(started => started.Action is DeleteVirtualMachine { IsBroken: false } delete && delete.Group == group);

        Assert.All(members, all => Assert.InRange(all.Count, 0, expected.NeverMoreThan));
        Assert.InRange(serving.Max(all => all.Count), expected.AtLeastAtThePeak, int.MaxValue);
        Assert.InRange(serving[^1].Count, expected.AtLeastAtTheEnd, expected.AtMostAtTheEnd);
        Assert.InRange(removed, 0, expected.AtMostRemoved);
        foreach (var (hour, count) in expected.ServesAt)
        {
            Assert.InRange(serving[(int)(hour * SamplesPerHour) - 1].Count, count, int.MaxValue);
        }

        if (expected.Version is { } version)
        {
            Assert.All(serving[^1], machine => Assert.Equal(version, machine.TemplateVersion ?? version));
        }

        if (expected.RolledBack is { } why)
        {
            Assert.Contains(
                trial.States[^1].Fleet.RejectedVersions,
                rejected => rejected.Group == group && rejected.Reason.Contains(why, StringComparison.Ordinal));
        }
    }

    private static async Task CheckAsync(LoopTrial trial, ResourcePoolId pool, FleetScenarioFile.PoolExpectation expected)
    {
        double lent = trial.States.Max(state => PoolDivision.Of(state.Fleet, state.Outlook, state.Policy).Standings
            .Single(standing => standing.Pool == pool).Cpu.Lent);
        var members = trial.States[^1].Fleet.Pools.Single(setting => setting.Pool == pool).VirtualMachines
            .Select(EntityId.Of).ToHashSet();
        var readings = await trial.Fleet.ReadMeasurementsAsync(DateTimeOffset.MinValue, TestContext.Current.CancellationToken);
        double waits = readings.Where(one => one.Series.Metric == Metric.CpuReady && members.Contains(one.Series.Entity))
            .Average(one => one.Value > Noticeable ? 1.0 : 0);

        Assert.InRange(lent, expected.LendsAtLeast, double.MaxValue);
        Assert.InRange(waits, 0, expected.WaitsAtMost);
    }

    private static LoopTrial Run(FleetScenarioFile story)
    {
        var trial = new LoopTrial(Scenario(story), story.Hours, Policy(story, version: 1));
        trial.AfterDecision += (fleet, state) =>
        {
            if (state.Cycle == 12 && story.Deploy.Count > 0)
            {
                _ = trial.Operations.DeployAsync(Request(story), "anna", TestContext.Current.CancellationToken);
            }

            if (story.Update is { } update && state.Cycle == (long)(update.AtHour * SamplesPerHour))
            {
                _ = trial.Operations.SetPolicyAsync(Policy(story, update.Version), "anna", TestContext.Current.CancellationToken);
            }
        };
        trial.Run();

        return trial;
    }

    private static Scenario Scenario(FleetScenarioFile story)
    {
        FleetScenarioFile.LoadLine[] loads = [.. story.Groups.Select(group => group.Load ?? story.Load).DefaultIfEmpty(story.Load)];
        double most = loads.Max(load => Math.Max(load.From, load.To));
        var scenario = SmallFleet.Scenario(
            hosts: 4, loads.Length, (row, sample) => loads[row].At(sample / SamplesPerHour, story.Hours) / most);

        return scenario with
        {
            Hosts = [.. scenario.Hosts.Select(host => host with { MemoryCapacity = new MemoryBytes(story.MemoryGib * SmallFleet.Gib) })],
            Machines =
            [
                .. scenario.Machines.Select((machine, i) => i < story.Groups.Count
                    ? machine with { Group = new VmGroupId(story.Groups[i].Name) }
                    : machine),
            ],
            Groups = [.. story.Groups.Select((group, i) => new SimulatedGroup(new VmGroupId(group.Name), i, new CpuMhz(most)))],
            Faults =
            [
                .. story.Faults.Select(fault => new ScheduledFault(
                    TimeSpan.FromHours(fault.AtHour), Enum.Parse<FaultKind>(fault.Kind, ignoreCase: true), fault.Target, TimeSpan.FromDays(1))),
            ],
        };
    }

    private static Policy Policy(FleetScenarioFile story, int version) => new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 4,
        Consolidate = false,
        Groups = [.. story.Groups.Select(Group)],
        Pools =
        [
            .. story.Pools.Select(pool => new ResourcePool
            {
                Id = new ResourcePoolId(pool.Name),
                Kind = pool.Tenant ? PoolKind.Tenant : PoolKind.Shared,
                Names = [.. pool.Names],
                Groups = [.. pool.Groups.Select(name => new VmGroupId(name))],
                Terms = PoolTerms.Usual.With(PoolResource.Cpu, new ResourceTerms(pool.CpuReservation, pool.CpuLimit, null)),
            }),
        ],
        Templates = [Template(version, story.Deploy.Count > 0 || story.Groups.Exists(group => group.Checked))],
    };

    private static VmGroup Group(FleetScenarioFile.GroupLine line)
    {
        ScalingRule?[] rules =
        [
            line.Fixed is { } count ? new FixedCount(count) : null,
            line.Target is { } target ? new TargetTracking(target, 0.05) : null,
            .. line.Targets.Select(target => new MetricTracking(target.Key, target.Value, 0.1)),
            line.Predictive is { } quantile ? new PredictiveScaling(quantile) : null,
        ];

        return new VmGroup
        {
            Id = new VmGroupId(line.Name),
            Template = new VmTemplateId("t"),
            Minimum = line.Minimum,
            Maximum = line.Maximum,
            ResponseTime = line.ResponseTimeMs is { } promised ? TimeSpan.FromMilliseconds(promised) : null,
            Rules = [.. rules.OfType<ScalingRule>()],
        };
    }

    private static VmTemplate Template(int version, bool isChecked)
    {
        var plain = new VmTemplate(new VmTemplateId("t"), version, "t", 1, new MemoryBytes(SmallFleet.Gib));

        return isChecked
            ? plain with
            {
                UserData = "#cloud-config\nhostname: {{machine}}\n",
                Health = new HealthCheck(HealthCheckKind.Tcp, 80, "", TimeSpan.FromMinutes(5)),
            }
            : plain;
    }

    private static Deployment Request(FleetScenarioFile story) => new()
    {
        Id = new DeploymentId("asked"),
        Machines = [.. story.Deploy.Select(Machine)],
        RequestedBy = "",
        RequestedAt = SmallFleet.Start,
        Deadline = SmallFleet.Start + TimeSpan.FromHours(1),
    };

    private static DeployedMachine Machine(FleetScenarioFile.MachineLine line) =>
        new(new VirtualMachineId(line.Name), new VmTemplateId("t"))
        {
            After = line.After.Select(name => new VirtualMachineId(name)).ToImmutableArray(),
        };

    private static FleetScenarioFile Read(string file) => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<FleetScenarioFile>(File.ReadAllText(Path.Combine(Folder(), file)));

    private static string Folder() => Path.Combine(Checkout.Root, "scenarios", "fleets");
}
