using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Deploying;

public class TemplateAdmissionTests
{
    private static readonly VmTemplate Small = new(new("small"), 1, "ubuntu", 2, new MemoryBytes(4L << 30));

    // Eight cores and 64 GiB; sixteen cores and 32 GiB, off.
    private static readonly FleetSnapshot Fleet = new SmallFleet()
        .Host("h-1").Host("h-2", mhz: 20_000, gib: 32, cores: 16, state: HostState.Off).Fleet;

    [Fact]
    public void What_fits_an_empty_host_and_has_an_image_is_admitted() => Assert.Empty(Problems(Small, ["ubuntu"]));

    [Fact]
    public void An_image_that_nobody_knows_is_named_with_those_there_are()
    {
        var (key, problem) = Assert.Single(Problems(Small with { Image = "debian" }, ["ubuntu", "web"]));

        Assert.Equal(("image", "no provider has an image 'debian'; there are ubuntu, web."), (key, problem));
    }

    [Fact]
    public void While_images_are_not_known_none_is_called_unknown() => Assert.Empty(Problems(Small, images: null));

    [Fact]
    public void Cores_and_memory_beyond_the_largest_host_are_each_named_with_what_there_is()
    {
        var found = Problems(Small with { Cores = 17, Memory = new MemoryBytes(96L << 30) }, ["ubuntu"]);

        Assert.Equal(["cores", "memory"], found.Select(one => one.Key));
        Assert.Contains("'h-2', has 16 cores.", found[0].Problem);
        Assert.Contains("96 GiB fit no host even when it is empty; the largest, 'h-1', has 64 GiB.", found[1].Problem);
    }

    [Fact]
    public void What_only_two_hosts_together_could_give_is_refused()
    {
        var (key, problem) = Assert.Single(Problems(Small with { Cores = 12, Memory = new MemoryBytes(48L << 30) }, ["ubuntu"]));

        Assert.Equal("cores", key);
        Assert.Contains("no host has room for 12 cores and 48 GiB together", problem);
    }

    [Fact]
    public void A_machine_that_counts_in_full_has_to_leave_what_the_policy_keeps_free()
    {
        var wide = Small with { Cores = 16 };

        Assert.Empty(Problems(wide, ["ubuntu"]));
        Assert.Contains("of which 90 % may be filled", Assert.Single(Problems(wide, ["ubuntu"], cpuRatio: 0.9)).Problem);
    }

    [Fact]
    public void Of_a_fleet_that_is_not_known_nothing_is_said() =>
        Assert.Empty(TemplateAdmission.Problems(Small with { Cores = 999 }, new SmallFleet().Fleet, null, 1, 1));

    private static List<(string Key, string Problem)> Problems(VmTemplate template, ImmutableArray<string>? images, double cpuRatio = 1) =>
        [.. TemplateAdmission.Problems(template, Fleet, images, cpuRatio, memoryOvercommit: 1)];
}
