using Bunit;
using Microsoft.AspNetCore.Components;
using MudBlazor.Services;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Scheduling.Pools;
using Vireo.Server.Api;
using Vireo.Server.Api.Pools;
using Vireo.Server.Api.Series;
using Vireo.Server.Dashboard.Deployments;
using Vireo.Server.Dashboard.Groups;
using Vireo.Server.Dashboard.Hosts;
using Vireo.Server.Dashboard.Layout;
using Vireo.Server.Dashboard.Live;
using Vireo.Server.Dashboard.Plans;
using Vireo.Server.Dashboard.Pools;
using Vireo.Server.Dashboard.Settings;
using Vireo.Server.Dashboard.Templates;
using Vireo.Server.Dashboard.Text;
using Vireo.Server.Dashboard.VirtualMachines;
using Vireo.Server.Hosting;

namespace Vireo.Server.Tests.Dashboard;

public sealed class ComponentTests : IAsyncLifetime
{
    private readonly BunitContext _context = new();
    private readonly FakeFleetView _fleet = new();

    public ValueTask InitializeAsync()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
        _context.Services.AddSingleton<IFleetView>(_fleet);
        _context.Services.AddSingleton<PoolUseReader>();

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    [Fact]
    public void The_host_table_shows_only_what_the_search_asks_for()
    {
        var page = Render<HostsPage>();

        page.Find("input[type=search]").Input("rack-2");

        Assert.Equal(10, page.FindAll("tbody tr").Count);
    }

    [Fact]
    public void A_host_nobody_measured_shows_a_dash()
    {
        var page = Render<HostsPage>();

        Assert.Equal("–", page.Find("tbody tr .meter .text").TextContent);
    }

    [Fact]
    public void A_search_that_finds_nothing_says_so()
    {
        var page = Render<HostsPage>();

        page.Find("input[type=search]").Input("no such host");

        Assert.Contains("No host matches", page.Markup);
    }

    [Fact]
    public void The_pool_tree_shows_who_lends_and_who_is_part_of_whom()
    {
        var page = Render<PoolsPage>();

        Assert.Equal(["▾back-office", "nightly", "shop"], NamesIn(page));
        Assert.Contains("padding-left:20px", page.FindAll("tbody .strong")[1].OuterHtml);
        Assert.Equal("none", page.FindAll("tbody tr")[0].Children[4].TextContent);

        page.Find("button.twist").Click();

        Assert.Equal(["▸back-office", "shop"], NamesIn(page));
    }

    private static IEnumerable<string> NamesIn(IRenderedComponent<IComponent> page) =>
        page.FindAll("tbody .strong").Select(cell => string.Concat(cell.TextContent.Where(letter => !char.IsWhiteSpace(letter))));

    [Fact]
    public void Pools_show_what_their_machines_use_and_each_resource_in_its_turn()
    {
        var page = Render<PoolsPage>();

        string cpu = page.FindAll("tbody tr")[0].Children[6].TextContent;
        page.FindAll(".switch button").Single(button => button.TextContent == "Disk").Click();
        var disk = page.FindAll("tbody tr")[0].Children;

        var state = _fleet.Loop.State;
        var newest = new NewestMeasurement(_fleet, state.Fleet.Cluster, state.At);
        double used = PoolMembers.Below(state.Fleet, state.Policy)[new("back-office")]
            .Sum(machine => newest.Of(new SeriesKey(EntityId.Of(machine), Metric.CpuUsage)) ?? 0);
        Assert.True(used > 0);
        Assert.Equal(Format.Cpu(used), cpu);
        Assert.Equal((Format.Unknown, Format.Unknown), (disk[6].TextContent, disk[8].TextContent));
        Assert.Contains("is not forecast", page.Markup);
    }

    [Fact]
    public void A_group_shows_how_many_serve_and_why_nothing_is_done()
    {
        var rows = Render<GroupsPage>().FindAll("tbody tr");

        Assert.Equal("shop-web", rows[0].Children[0].TextContent);
        Assert.NotEqual("0", rows[0].Children[1].TextContent);
        Assert.Contains("none was made by Vireo", rows[1].TextContent);
    }

    [Fact]
    public void A_group_shows_which_replicas_its_load_balancer_sends_requests_to()
    {
        var state = _fleet.Loop.State;
        var web = state.Policy.Groups[0];
        List<VirtualMachine> replicas = [.. state.Fleet.VirtualMachines.Where(machine => machine is { IsServing: true } && machine.Group == web.Id)];
        var backends = replicas.Skip(2).Select(machine => new Backend(machine.Id, BackendState.Serving, 4))
            .Prepend(new Backend(replicas[1].Id, BackendState.Draining, 2));
        _fleet.Loop.Publish(state with
        {
            Fleet = state.Fleet with { BackendPools = [new BackendPool(new("shop"), Answers: true, [.. backends])] },
            Policy = state.Policy with { Groups = [web with { BackendPool = new("shop") }] },
        });

        var shown = Render<GroupsPage>().Find(".backends");

        Assert.Contains($"shop: 1 joining, {replicas.Count - 2} joined, 1 drained by others", shown.TextContent);
        Assert.Equal(["Joining", "Drained by others"], shown.QuerySelectorAll(".backend .badge").Select(badge => badge.TextContent.Trim()));
        Assert.Contains("2 connections", shown.TextContent);
    }

    [Fact]
    public void A_deployment_shows_each_step_and_who_asked()
    {
        var page = Render<DeploymentsPage>();

        Assert.Equal(["Create", "Boot", "Check"], page.FindAll("tbody tr").Skip(1).Select(row => row.Children[0].TextContent));
        Assert.Contains("shop-db from web-small, asked for by", page.Find("section p").TextContent);
    }

    [Fact]
    public void A_deployment_under_way_is_cancelled_by_an_operator_who_was_asked_once_more()
    {
        var state = _fleet.Loop.State;
        _fleet.Loop.Publish(state with
        {
            Deployments = [state.Deployments[0] with { Deployment = state.Deployments[0].Deployment with { Status = DeploymentStatus.Running } }],
        });
        Assert.Empty(Render<DeploymentsPage>().FindAll("button"));
        var page = Render<DeploymentsPage>(viewer: new Viewer("ada", CanOperate: true, CanApprove: false));

        page.Find("button").Click();
        Assert.Contains("taken away again", page.Find("[role=alert]").TextContent);
        page.Find("button.danger").Click();

        Assert.Contains($"cancel {state.Deployments[0].Deployment.Id} by ada", _fleet.Loop.Calls);
    }

    [Fact]
    public void What_history_shows_to_be_needed_again_is_listed_with_its_evidence_and_what_comes_of_it()
    {
        var row = Render<DeploymentsPage>().Find("tbody tr");

        Assert.Equal("2 of template 'web-small'", row.Children[0].TextContent);
        Assert.Equal("Made ready ahead by itself.", row.Children[2].TextContent);
        Assert.Contains("4 of 4 Mondays", row.Children[3].TextContent);
    }

    [Fact]
    public void A_template_shows_its_version_and_what_is_made_from_it()
    {
        var row = Render<TemplatesPage>().Find("tbody tr");

        Assert.StartsWith("web-small", row.Children[0].TextContent.Trim());
        Assert.Equal(("1", "shop-web"), (row.Children[1].TextContent, row.Children[7].TextContent));
    }

    [Fact]
    public void A_group_shows_its_response_time_and_what_more_load_or_a_smaller_size_would_make_of_it()
    {
        var rows = Render<GroupsPage>().FindAll("tbody tr");

        Assert.Contains("ms", rows[0].Children[10].TextContent);
        Assert.Contains("30 % more load", rows[1].TextContent);
        Assert.Contains("one vCPU less", rows[1].TextContent);
    }

    [Fact]
    public void A_group_whose_update_goes_no_further_says_why()
    {
        var state = _fleet.Loop.State;
        var outdated = state.Fleet.VirtualMachines
            .Select(machine => machine.Group is null ? machine : machine with { Template = new("web-small"), TemplateVersion = 1 });
        _fleet.Loop.Publish(state with
        {
            Fleet = state.Fleet with { VirtualMachines = [.. outdated] },
            Policy = state.Policy with { Templates = [state.Policy.Templates[0] with { Version = 2 }] },
        });

        var rows = Render<GroupsPage>().FindAll("tbody tr");

        Assert.Contains("outdated", rows[0].Children[6].TextContent);
        Assert.Contains("Update waits:", rows[1].TextContent);
        Assert.Contains("what others made, others replace.", rows[1].TextContent);
    }

    [Fact]
    public void A_reservation_that_cannot_be_guaranteed_is_announced_with_what_is_missing() =>
        Assert.Contains("MHz short", Render<PoolsPage>().Find("[role=alert]").TextContent);

    [Fact]
    public void A_stale_picture_is_announced_and_a_fresh_one_is_not()
    {
        var stale = new Freshness(true, "Data is 7 minutes old.", "Why.");

        Assert.Contains("Data is 7 minutes old.", Render<StaleNotice>(freshness: stale).Markup);
        Assert.DoesNotContain("notice", Render<StaleNotice>().Markup);
    }

    [Fact]
    public void A_plan_lists_guard_rails_before_the_decisions_own_refusals()
    {
        var plan = _fleet.Loop.State.Plans.Single(candidate => candidate.Receipt.Id == SyntheticPlans.Executing);

        var list = Render<NotDone>(parameters => parameters.Add(component => component.Plan, plan));

        Assert.StartsWith("Guard rail", list.Find("li small").TextContent);
        Assert.Equal(8, list.FindAll("li").Count);
    }

    [Fact]
    public void An_action_that_waits_for_a_person_says_so_before_it_has_an_outcome()
    {
        var plan = _fleet.Loop.State.Plans.Single(candidate => candidate.Receipt.Id == SyntheticPlans.Waiting);

        var step = Render<PlanStep>(parameters => parameters.Add(component => component.Plan, plan).Add(component => component.Step, plan.Plan.Actions[1]));

        Assert.Contains("Awaiting approval", step.Find(".outcome").TextContent);
        Assert.Contains("after step 1", step.Markup);
    }

    [Fact]
    public void Problems_of_the_configuration_on_disk_are_shown_in_full()
    {
        _fleet.ConfigurationProblems = ["vireo.yaml:12: unknown key 'horizn'; did you mean 'horizon'?"];

        var page = Render<SettingsPage>();

        Assert.Contains("did you mean &#x27;horizon&#x27;?", page.Markup.Replace("'", "&#x27;", StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_without_a_history_says_whom_its_forecast_rests_on_and_events_say_what_they_do()
    {
        var newborn = new ModelReport(
            new SeriesKey(EntityId.Of(SyntheticFleet.MachineAt(1)), Metric.CpuUsage), ModelNames.ColdStart, 3, double.NaN,
            double.NaN, double.NaN, 0, [])
        {
            Basis = "Expected from 7 machines like it (named web).",
            Events = [new EventEffect("sale", 2.5, 2)],
            Seasons = [TimeSpan.FromDays(1), TimeSpan.FromDays(7)],
        };

        var card = Render<ModelCard>(parameters => parameters
            .Add(component => component.Reports, [newborn])
            .Add(component => component.Fleet, new ModelSummary(1_581, 81, 1_500, 0.8, 0.81, 0.62, 40, 7, 1.02)
            {
                WideCoverage = 0.94,
                WideWorstTenth = 0.85,
                Thorough = 120,
                Refined = 5,
                Unrefined = 1_380,
            }));

        Assert.Contains("Expected from 7 machines like it (named web).", card.Markup);
        Assert.Contains("sale multiplies demand by 2.50 (seen 2 times)", card.Markup);
        Assert.Contains("cold-start", card.Find("tbody tr").TextContent);
        Assert.Contains("1d, 7d", card.Find("tbody tr").TextContent);
        Assert.Contains("compared for 120 series, in the last cycle for 5; 1,380 more follow", card.Markup);
        Assert.Contains("Of all 1,500 series judged", card.Markup);
        Assert.Contains("81 more are too young", card.Markup);
        Assert.Contains("40 models were chosen in the last cycle", card.Markup);
        Assert.Contains("7 choices wait", card.Markup);
    }

    [Fact]
    public void Pressing_a_header_twice_turns_the_order_around()
    {
        var page = Render<HostsPage>();

        page.Find("th:nth-child(5) button").Click();
        Assert.Equal("descending", page.Find("th:nth-child(5)").GetAttribute("aria-sort"));
        page.Find("th:nth-child(5) button").Click();

        Assert.Equal("ascending", page.Find("th:nth-child(5)").GetAttribute("aria-sort"));
        Assert.Equal("0", page.Find("tbody tr td:nth-child(5)").TextContent);
    }

    private IRenderedComponent<TComponent> Render<TComponent>(
        Action<ComponentParameterCollectionBuilder<TComponent>>? configure = null, Freshness? freshness = null,
        Viewer? viewer = null)
        where TComponent : IComponent =>
        _context.Render<TComponent>(parameters =>
        {
            parameters.AddCascadingValue(Pictures.Of(_fleet.Loop.State, freshness: freshness));
            parameters.AddCascadingValue(viewer ?? Viewer.Anonymous);
            parameters.AddCascadingValue<IClusterOperations>(_fleet.Loop);
            configure?.Invoke(parameters);
        });
}
