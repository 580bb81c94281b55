using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Scheduling.Tests.Scaling;

/// <summary>What is said of an update that goes no further.</summary>
public class UpdateWaitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly VmGroupId Web = new("web");
    private static readonly VmTemplateId Template = new("t");

    [Fact]
    public void No_room_under_the_ceiling_is_said_with_what_to_do()
    {
        var picture = Picture(minimum: 2, maximum: 2, "web-r1-1", "web-r1-2");

        Assert.Equal(2, picture.Outdated.Count());
        Assert.Equal(
            "Minimum and maximum are both 2: there is no room to replace one. Raise the maximum by one.", picture.WhyUpdateWaits(newest: null));
    }

    [Fact]
    public void Machines_that_others_made_count_as_outdated_and_are_left_to_them()
    {
        var picture = Picture(minimum: 2, maximum: 4, "vm-1", "vm-2");

        Assert.Equal(2, picture.Outdated.Count());
        Assert.Empty(picture.Replaceable);
        Assert.Equal("'vm-1', 'vm-2' were not made by Vireo: what others made, others replace.", picture.WhyUpdateWaits(newest: null));
    }

    [Fact]
    public void An_update_that_goes_on_waits_for_nothing()
    {
        Assert.Null(Picture(minimum: 2, maximum: 3, "web-r1-1", "web-r1-2").WhyUpdateWaits(newest: null));
        Assert.Null(Picture(minimum: 1, maximum: 2, "web-r1-1", "web-r1-2").WhyUpdateWaits(newest: null));
    }

    [Fact]
    public void A_host_that_was_not_found_is_read_from_the_plan()
    {
        var plan = Scheduler.Plan(Fleet("web-r1-1", "web-r1-2"), NoOutlook, Policy(minimum: 2, maximum: 3));

        Assert.Contains("The next finds no host.", Picture(minimum: 2, maximum: 3, "web-r1-1", "web-r1-2").WhyUpdateWaits(plan));
    }

    private static GroupPicture Picture(int minimum, int maximum, params string[] machines)
    {
        var policy = Policy(minimum, maximum);

        return GroupPicture.Of(policy.Groups[0], Fleet(machines), NoOutlook, policy);
    }

    private static Outlook NoOutlook => new(Now, TimeSpan.FromMinutes(5), 3, [0.5, 0.95], [], []);

    private static Policy Policy(int minimum, int maximum) => new()
    {
        Groups = [new VmGroup { Id = Web, Template = Template, Minimum = minimum, Maximum = maximum, Rules = [new FixedCount(minimum)] }],
        Templates = [new VmTemplate(Template, 2, "t", 1, new MemoryBytes(1L << 30))],
    };

    // Both machines fill the only host.
    private static FleetSnapshot Fleet(params string[] machines) => FleetSnapshot.Create(
        Now, new ClusterId("c"),
        [
            new Host(
                new("h"), "h", new("p"), new ClusterId("c"), HostState.On, false, 8, new CpuMhz(8_000), new MemoryBytes(2L << 30),
                new BytesPerSecond(1.25e9), new PowerCurve([100, 200]), "", "test"),
        ],
        machines.Select(name => new VirtualMachine(
            new(name), name, new("p"), new ClusterId("c"), new HostId("h"), PowerState.On, 1, new CpuMhz(1_000),
            new MemoryBytes(1L << 30), Mobility.Free, Web, null)
        {
            Template = Template,
            TemplateVersion = 1,
        }),
        ImmutableArray<PastMove>.Empty, ImmutableArray<InFlightAction>.Empty);
}
