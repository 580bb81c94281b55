using System.Text;

namespace Vireo.Fleet.Tests;

public sealed class KnownEventTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 20, 0, 0, TimeSpan.FromHours(1));
    private static readonly TimeSpan Hours = TimeSpan.FromHours(2);

    [Theory]
    [InlineData(EventRepeat.Once, "2026-01-31")]
    [InlineData(EventRepeat.Daily, "2026-01-31 2026-02-01 2026-02-02 2026-02-03 2026-02-04")]
    [InlineData(EventRepeat.Weekly, "2026-01-31")]
    public void Occurrences_of_a_few_days(EventRepeat repeat, string expected) =>
        Assert.Equal(expected, Days(repeat, Start.AddDays(-30), Start.AddDays(4.5)));

    [Fact]
    public void A_month_that_is_too_short_has_its_event_on_its_last_day() =>
        Assert.Equal("2026-02-28 2026-03-31 2026-04-30", Days(EventRepeat.Monthly, Start.AddDays(20), Start.AddDays(100)));

    [Fact]
    public void Years_later_the_day_is_the_same() =>
        Assert.Equal("2036-01-31", Days(EventRepeat.Yearly, Start.AddYears(10).AddDays(-5), Start.AddYears(10).AddDays(5)));

    [Fact]
    public void What_is_under_way_at_the_beginning_of_the_period_counts() =>
        Assert.Single(Event(EventRepeat.Weekly).Occurrences(Start.AddDays(7).AddHours(1), Start.AddDays(8)));

    [Fact]
    public void Nothing_begins_at_or_after_the_end() =>
        Assert.Equal(
            2, (Event(EventRepeat.Daily) with { Until = Start.AddDays(2) }).Occurrences(Start, Start.AddDays(30)).Count());

    [Theory]
    [InlineData(EventRepeat.Once)]
    [InlineData(EventRepeat.Daily)]
    [InlineData(EventRepeat.Weekly)]
    [InlineData(EventRepeat.Monthly)]
    [InlineData(EventRepeat.Yearly)]
    public void Any_period_holds_exactly_the_occurrences_that_touch_it(EventRepeat repeat)
    {
        var random = new Random(1);
        var known = Event(repeat);
        DateTimeOffset[] all = [.. known.Occurrences(Start.AddDays(-100), Start.AddYears(4))];
        for (int i = 0; i < 200; i++)
        {
            var from = Start.AddDays((random.NextDouble() * 940) - 40);
            var to = from.AddDays(60 * random.NextDouble());

            Assert.Equal(all.Where(one => one < to && one + Hours > from), known.Occurrences(from, to));
        }
    }

    [Fact]
    public void Tags_groups_and_names_concern_and_nothing_named_concerns_all()
    {
        var machine = Machine() with { Tags = new TagSet("shop") };
        var known = Event(EventRepeat.Once);

        Assert.True(known.Concerns(machine));
        Assert.True((known with { Tags = ["batch", "shop"] }).Concerns(machine));
        Assert.True((known with { Groups = [new("g")] }).Concerns(machine));
        Assert.True((known with { VirtualMachines = [machine.Id] }).Concerns(machine));
        Assert.False((known with { Tags = ["batch"] }).Concerns(machine));
        Assert.False((known with { VirtualMachines = [new("vm-2")] }).Concerns(machine));
    }

    [Fact]
    public void Labels_are_a_set_and_survive_a_receipt()
    {
        var machine = Machine() with { Tags = new TagSet("b", "a", "b"), Template = new VmTemplateId("t") };

        byte[] json = CanonicalJson.Write(FleetSnapshot.Create(Start, new("c"), [], [machine], [], []));
        var read = CanonicalJson.Read<FleetSnapshot>(json).VirtualMachines[0];

        Assert.Equal(machine, read);
        Assert.Equal(["a", "b"], read.Tags.All);
        Assert.Contains("\"tags\":[\"a\",\"b\"]", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_with_events_survives_a_receipt_and_one_from_before_has_none()
    {
        var policy = new Policy { Events = [Event(EventRepeat.Weekly) with { Tags = ["shop"], Until = Start.AddYears(1) }] };

        byte[] json = CanonicalJson.Write(policy);
        var read = CanonicalJson.Read<Policy>(json);

        Assert.Equal(ContentHash.Of(policy), ContentHash.Of(read));
        Assert.Equal(policy.Events[0].Occurrences(Start, Start.AddYears(2)), read.Events[0].Occurrences(Start, Start.AddYears(2)));
        Assert.Empty(CanonicalJson.Read<Policy>("""{"name":"old"}"""u8).Events);
    }

    [Fact]
    public void A_machine_without_labels_is_written_as_before()
    {
        byte[] json = CanonicalJson.Write(FleetSnapshot.Create(Start, new("c"), [], [Machine()], [], []));

        Assert.DoesNotContain("tags", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    private static KnownEvent Event(EventRepeat repeat) => new("sale", Start, Hours) { Repeat = repeat };

    private static string Days(EventRepeat repeat, DateTimeOffset from, DateTimeOffset to) =>
        string.Join(' ', Event(repeat).Occurrences(from, to).Select(one => one.ToString("yyyy-MM-dd")));

    private static VirtualMachine Machine() => new(
        new("vm-1"), "vm-1", new("p"), new("c"), Host: null, PowerState.On, Cores: 2, new(4_000), new(1L << 32),
        Mobility.Free, new VmGroupId("g"), Pool: null);
}
