namespace Vireo.Fleet.Tests;

public class PolicyTests
{
    [Fact]
    public void What_was_stored_before_templates_and_sizes_had_more_still_loads()
    {
        byte[] template = """{"id":"web","version":1,"image":"","cores":2,"memory":4294967296}"""u8.ToArray();
        byte[] create = """{"kind":"create-vm","virtualMachine":"web-r1-1","template":"web","on":"h-1","group":"web"}"""u8.ToArray();
        byte[] resize = """{"kind":"resize-vm","virtualMachine":"v","cores":2,"memory":1073741824}"""u8.ToArray();

        var policy = CanonicalJson.Read<Policy>([.. "{\"templates\":["u8, .. template, .. "]}"u8]);
        var created = Assert.IsType<CreateVirtualMachine>(CanonicalJson.Read<FleetAction>(create));
        var resized = Assert.IsType<ResizeVirtualMachine>(CanonicalJson.Read<FleetAction>(resize));

        Assert.True(policy.Templates[0].Disks.IsEmpty && policy.Templates[0].Parameters.IsEmpty && policy.Resizing is null);
        Assert.Equal((null, false), (created.Specification, created.StaysOff));
        Assert.Equal((null, false), (resized.From, resized.Restarts));
    }

    [Fact]
    public void A_template_keeps_the_version_before_it_to_roll_back_to()
    {
        var first = new Policy { Templates = [new VmTemplate(new("t"), 1, "", 1, new MemoryBytes(1)), new VmTemplate(new("u"), 4, "", 1, new MemoryBytes(1))] };
        var second = new Policy { Templates = [new VmTemplate(new("t"), 2, "", 1, new MemoryBytes(1))] }.WithOlderTemplatesOf(first);
        var third = new Policy { Templates = [new VmTemplate(new("t"), 3, "", 1, new MemoryBytes(1))] }.WithOlderTemplatesOf(second);

        Assert.Equal([2, 1], second.Templates.Select(template => template.Version));
        Assert.Equal([3, 2], third.Templates.Select(template => template.Version));
    }

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
