namespace Vireo.Fleet.Tests;

public class PolicyTests
{
    private static readonly EntityId Provider = EntityId.Of(new ProviderId("vc-1"));
    private static readonly EntityId Machine = EntityId.Of(new VirtualMachineId("vm-1"));

    [Fact]
    public void A_newly_connected_provider_is_only_watched() =>
        Assert.Equal(OperatingMode.Observe, new Policy().ModeFor(Provider));

    [Fact]
    public void Where_scopes_overlap_the_most_careful_mode_wins()
    {
        var policy = new Policy
        {
            DefaultMode = OperatingMode.Autopilot,
            Modes = [new(Provider, OperatingMode.Autopilot), new(Machine, OperatingMode.Approve)],
        };

        Assert.Equal(OperatingMode.Approve, policy.ModeFor(Provider, Machine));
        Assert.Equal(OperatingMode.Autopilot, policy.ModeFor(Provider));
    }

    [Fact]
    public void A_policy_survives_the_way_through_its_canonical_text()
    {
        var policy = new Policy { Name = "night", Pinned = [new("vm-9")], Modes = [new(Machine, OperatingMode.Observe)] };

        var back = CanonicalJson.Read<Policy>(CanonicalJson.Write(policy));

        Assert.Equal(ContentHash.Of(policy), ContentHash.Of(back));
    }
}
