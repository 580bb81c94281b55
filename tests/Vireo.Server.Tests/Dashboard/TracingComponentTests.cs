using Bunit;
using Microsoft.AspNetCore.Components;
using MudBlazor.Services;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Api.Rules;
using Vireo.Server.Dashboard.Alerts;
using Vireo.Server.Dashboard.Plans;
using Vireo.Server.Dashboard.Providers;
using Vireo.Server.Dashboard.Timeline;
using Vireo.Server.Dashboard.Layout;
using Vireo.Server.Hosting;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>The time line of one object, and rules tried on the past.</summary>
public sealed class TracingComponentTests : IAsyncLifetime
{
    private readonly BunitContext _context = new();
    private readonly FakeFleetView _fleet = new();
    private readonly TemporaryFolder _folder = new();

    public ValueTask InitializeAsync()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
        _context.Services.AddSingleton<IFleetView>(_fleet);
        _context.Services.AddSingleton<RulePreviewDesk>();
        _context.AddAuthorization();
        _context.Services.AddSingleton(new ServerOptions { DataFolder = _folder.Path });
        _context.Services.AddSingleton(_ => StateStore.OpenInMemory());
        _context.Services.AddSingleton(TimeProvider.System);
        _context.Services.AddSingleton<ServerAudit>();
        _context.Services.AddSingleton<SavedRules>();

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void An_objects_time_line_links_each_event_with_its_cause_and_what_followed()
    {
        var state = _fleet.Loop.State;
        var host = EntityId.Of(SyntheticFleet.HostAt(3));
        var failed = new FleetEvent(state.At, FleetEventKind.Failed, host, "Host h-04 failed.", "sim-east") { Key = "failed/h-04" };
        var incident = new FleetEvent(state.At, FleetEventKind.Incident, host, "Host h-04 is down.", "vireo")
        {
            Key = "incident/1",
            Follows = ["failed/h-04"],
            Receipt = 207,
            Trace = new string('b', 32),
        };
        _fleet.Loop.Publish(state with { Timeline = [incident, failed, .. state.Timeline] });

        var rows = Render<ObjectTimelinePage>(parameters => parameters
            .Add(page => page.Kind, "host").Add(page => page.Id, host.Value)).FindAll("ul.traced > li");

        Assert.Contains("Host h-04 is down.", rows[0].TextContent);
        Assert.Contains("after: Host h-04 failed.", rows[0].TextContent);
        Assert.Equal("plans/207", rows[0].QuerySelector("a[href^=plans]")?.GetAttribute("href"));
        Assert.Contains("1 thing followed", rows[1].TextContent);
    }

    [Fact]
    public void An_object_that_is_not_there_has_no_time_line()
    {
        var page = Render<ObjectTimelinePage>(parameters => parameters
            .Add(page => page.Kind, "vm").Add(page => page.Id, "nope"));

        Assert.Contains("Nothing is called vm/nope", page.Markup);
        Assert.Empty(page.FindAll("ul.traced"));
    }

    [Fact]
    public void What_is_gone_keeps_its_time_line()
    {
        var state = _fleet.Loop.State;
        var gone = EntityId.Of(new VirtualMachineId("gone"));
        _fleet.Loop.Publish(state with
        {
            Timeline = [new FleetEvent(state.At, FleetEventKind.Failed, gone, "Machine gone was lost.", "sim-east"), .. state.Timeline],
        });

        var page = Render<ObjectTimelinePage>(parameters => parameters
            .Add(page => page.Kind, "vm").Add(page => page.Id, "gone"));

        Assert.Contains("Machine gone was lost.", page.Find("ul.traced").TextContent);
    }

    [Fact]
    public void A_plan_that_is_no_longer_published_is_read_from_the_store()
    {
        var state = _fleet.Loop.State;
        var old = state.Plans[0];
        _fleet.Stored = old with { Receipt = old.Receipt with { Id = 7 } };

        var kept = Render<PlanPage>(parameters => parameters.Add(page => page.Id, 7));
        var missing = Render<PlanPage>(parameters => parameters.Add(page => page.Id, 8));

        Assert.Contains(old.Plan.Summary, kept.Markup);
        Assert.Contains("Plan #8 is not kept", missing.Markup);
    }

    [Fact]
    public void A_provider_tells_its_kind_and_only_hypervisors_count_hosts()
    {
        var state = _fleet.Loop.State;
        _fleet.Loop.Publish(state with
        {
            Providers = [.. state.Providers, new ProviderHealth(new("balancer"), state.At, "") { Role = ProviderRole.LoadBalancer }],
        });

        var cards = Render<ProvidersPage>().FindAll("section.card");

        Assert.Contains("hypervisor", cards[0].TextContent);
        Assert.Contains("Hosts", cards[0].TextContent);
        Assert.Contains("load balancer", cards[^1].TextContent);
        Assert.DoesNotContain("Hosts", cards[^1].TextContent);
    }

    [Fact]
    public void A_rule_tried_on_the_past_says_how_often_it_would_have_fired()
    {
        var page = Render<RulesPage>();

        page.Find("#rule-text").Input("groups:\n  - name: mine\n    rules:\n      - alert: Always\n        expr: vireo_host_cpu_usage_mhz >= 0\n");
        page.Find("#rule-since").Change("1");
        page.Find("form").Submit();
        page.WaitForElement("#preview", TimeSpan.FromMinutes(3));

        int hosts = _fleet.RuleHistory(SyntheticFleet.Cluster, TimeSpan.FromDays(1)).History.Series.Values
            .Count(series => series.Values.ToArray().Any(double.IsFinite));
        Assert.Contains($"would have fired {hosts} times on {hosts} objects", page.Find("#preview").TextContent);
    }

    [Fact]
    public void A_mistake_in_a_rule_is_told_with_its_place()
    {
        var page = Render<RulesPage>();

        page.Find("#rule-text").Input("groups:\n  - name: mine\n    rules:\n      - alert: Bad\n        expr: rate(\n");
        page.Find("form").Submit();

        Assert.Contains("rules:5:", page.WaitForElement("[role=alert]", TimeSpan.FromMinutes(3)).TextContent);
    }

    private IRenderedComponent<TComponent> Render<TComponent>(
        Action<ComponentParameterCollectionBuilder<TComponent>>? configure = null)
        where TComponent : IComponent =>
        _context.Render<TComponent>(parameters =>
        {
            parameters.AddCascadingValue(Pictures.Of(_fleet.Loop.State));
            parameters.AddCascadingValue(Viewer.Anonymous);
            parameters.AddCascadingValue<IClusterOperations>(_fleet.Loop);
            configure?.Invoke(parameters);
        });
}
