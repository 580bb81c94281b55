using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

/// <summary>A policy that comes into force says what it changes.</summary>
public sealed class PolicyWordsTests
{
    private static readonly Policy Before = new()
    {
        Name = "demo",
        Groups =
        [
            new VmGroup { Id = new("web"), Template = new("small"), Minimum = 1, Maximum = 3 },
            new VmGroup { Id = new("api"), Template = new("small"), Minimum = 1, Maximum = 3 },
        ],
        Network = new NetworkIntent { Networks = [new VirtualNetwork { Name = "front", Subnet = "10.1.0.0/24" }] },
    };

    [Fact]
    public void Bounds_of_a_group_are_told_with_what_they_were() => Assert.Equal(
        "Group 'web' has 2 to 5 replicas, before 1 to 3. In force from the next decision.",
        Of(Before with { Groups = [Before.Groups[0] with { Minimum = 2, Maximum = 5 }, Before.Groups[1]] }));

    [Fact]
    public void What_is_new_changed_and_gone_is_named() => Assert.Equal(
        "Group 'web' is changed, group 'job' is new, group 'api' is gone, host 'h1' is in maintenance and 2 more. In force from the next decision.",
        Of(Before with
        {
            Groups = [Before.Groups[0] with { UpToRatio = 0.5 }, Before.Groups[1] with { Id = new("job") }],
            Maintenance = [new HostId("h1")],
            Network = new NetworkIntent
            {
                Networks = [new VirtualNetwork { Name = "front", Subnet = "10.2.0.0/24" }],
                Routers = [new VirtualRouter { Name = "edge", Networks = ["front"] }],
            },
        }));

    [Fact]
    public void Other_settings_are_the_policys_and_stand_beside_what_else_changes()
    {
        var other = Before with { DefaultMode = OperatingMode.Autopilot };

        Assert.Equal("Policy 'demo' is in force from the next decision.", Of(other));
        Assert.Equal(
            "Policy 'demo' is changed, network 'front' is gone. In force from the next decision.", Of(other with { Network = null }));
    }

    [Fact]
    public void What_is_read_anew_and_says_the_same_changes_nothing() => Assert.Equal(
        "Policy 'demo' is in force from the next decision.", Of(CanonicalJson.Read<Policy>(CanonicalJson.Write(Before))));

    private static string Of(Policy after) => PolicyWords.Of(Before, after);
}
