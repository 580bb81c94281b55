using System.Text.Json;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Tests;

public sealed class PlanViewTests
{
    [Fact]
    public void The_gap_and_the_money_stand_below_the_summary()
    {
        using var plan = JsonDocument.Parse(
            """{"summary":"2 migrations (consolidate 2).","optimalityGap":0.0123,"value":{"currency":"EUR","benefit":0.5,"cost":0.1}}""");

        Assert.Equal(
            [
                "2 migrations (consolidate 2).",
                "Of what the placement costs that it leads to, at most 1.2 % could be saved by a better one.",
                "Expected to gain 0.5 and to cost 0.1 EUR.",
            ],
            PlanView.Summary(plan.RootElement));
        Assert.Empty(PlanView.Wishes(plan.RootElement));
    }

    [Fact]
    public void A_machine_stands_in_the_heading_by_its_name_where_that_is_known()
    {
        using var record = JsonDocument.Parse(
            """
            {"names":{"5021-77":"web-1"},"action":{"kind":"migrate","virtualMachine":"5021-77","from":"h1","to":"h2"},
             "other":{"kind":"reset-vm","virtualMachine":"4711"}}
            """);
        var names = PlanView.Names(record.RootElement);

        Assert.Equal("migrate web-1 from h1 to h2", PlanView.Words(record.RootElement.GetProperty("action"), names));
        Assert.Equal("reset-vm 4711", PlanView.Words(record.RootElement.GetProperty("other"), names));
    }

    [Fact]
    public void What_is_not_known_has_no_line()
    {
        using var plan = JsonDocument.Parse("""{"summary":"Nothing to do.","optimalityGap":null}""");

        Assert.Equal(["Nothing to do."], PlanView.Summary(plan.RootElement));
    }

    [Fact]
    public void Broken_wishes_say_how_often_what_that_costs_and_why()
    {
        using var plan = JsonDocument.Parse(
            """
            {"summary":"s","brokenWishes":[{"wish":"apart","times":1,"wattHours":3,"reason":"No room."},
             {"wish":"racks","times":2,"wattHours":7.26,"reason":"It costs more."}]}
            """);

        Assert.Equal(
            [
                "\nWishes that stay broken, and why",
                "- apart, once, 3 Wh over the horizon: No room.",
                "- racks, 2 times, 7.3 Wh over the horizon: It costs more.",
            ],
            PlanView.Wishes(plan.RootElement));
    }
}
