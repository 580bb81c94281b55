using Vireo.Fleet;

namespace Vireo.Server.Tests.Configuration;

/// <summary>Remedies as they are written in a policy, and what is said about those that cannot be meant.</summary>
public class RemedyFormTests
{
    [Fact]
    public void Every_key_is_read()
    {
        var remedy = Assert.Single(Loading.Valid("""
            apiVersion: vireo/v1
            kind: Policy
            name: p
            remedies:
              - { name: r, incidents: [vm-*], do: resize, severity: info, for: 10m, mode: autopilot, atMostPerHour: 3, rest: 2h,
                  replicas: 2, coresFactor: 1.5, memoryFactor: 2, mostCores: 8, mostMemory: 16GiB, mayRestart: true, snapshotFirst: true }
            """).Policies[0].Remedies);

        Assert.Equal(
            new Remedy("r", [], RemedyKind.Resize)
            {
                Severity = Severity.Info,
                For = TimeSpan.FromMinutes(10),
                Mode = OperatingMode.Autopilot,
                AtMostPerHour = 3,
                Rest = TimeSpan.FromHours(2),
                Replicas = 2,
                CoresFactor = 1.5,
                MemoryFactor = 2,
                MostCores = 8,
                MostMemory = new MemoryBytes(16L << 30),
                MayRestart = true,
                SnapshotFirst = true,
            },
            remedy with { Incidents = [] });
        Assert.Equal(["vm-*"], remedy.Incidents);
    }

    [Theory]
    [InlineData("do: reboot", "evacuate")]
    [InlineData("do: resize", "coresFactor or memoryFactor")]
    [InlineData("do: restart, mode: recommend", "observe")]
    [InlineData("do: restart, atMostPerHours: 3", "'atMostPerHour'")]
    public void A_remedy_that_cannot_be_meant_is_refused_with_the_place_and_what_would_do(string keys, string expected)
    {
        string text = $"apiVersion: vireo/v1\nkind: Policy\nname: p\nremedies:\n  - {{ name: r, incidents: [vm-*], {keys} }}\n";

        var problem = Loading.OnlyProblem(text);

        Assert.Equal(5, problem.Line);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }
}
