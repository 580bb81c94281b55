using System.Text.Json;

namespace Vireo.Server.Tests.Api;

public class ReadingTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("status", "clusters")]
    [InlineData("hosts?limit=3", "items")]
    [InlineData("vms?limit=3&search=0", "items")]
    [InlineData("models?limit=2", "items")]
    [InlineData("models/summary", "worstTenth")]
    [InlineData("alerts", "items")]
    [InlineData("incidents?state=open", "items")]
    [InlineData("silences?state=active", "items")]
    [InlineData("notifications", "items")]
    [InlineData("receivers", "items")]
    [InlineData("pools", "items")]
    [InlineData("templates", "items")]
    [InlineData("deployments", "items")]
    [InlineData("needs", "items")]
    [InlineData("groups", "items")]
    [InlineData("sizing?limit=3", "items")]
    [InlineData("plans", "items")]
    [InlineData("receipts", "items")]
    [InlineData("ledger", "items")]
    [InlineData("ledger/verdict", "items")]
    [InlineData("audit", "items")]
    [InlineData("audit/verify", "isIntact")]
    [InlineData("timeline?kind=moved", "items")]
    [InlineData("policy", "horizon")]
    [InlineData("config/schema", "oneOf")]
    [InlineData("me", "roles")]
    public async Task Everything_that_can_be_read_without_a_token_here_answers(string path, string property)
    {
        var server = shared.Server;
        using var client = server.Client();

        var answer = await client.JsonAsync($"api/v1/{path}");

        Assert.True(answer.TryGetProperty(property, out _), answer.ToString());
    }

    [Fact]
    public async Task What_users_would_notice_of_more_load_and_a_smaller_size_is_answered_with_intervals()
    {
        using var client = shared.Server.Client();

        var answer = await client.JsonAsync("api/v1/groups/shop-web/service?load=1.3&cpus=-1");

        var now = answer.GetProperty("now");
        var planned = answer.GetProperty("planned");
        Assert.Equal(1.3 * now.GetProperty("load").GetDouble(), planned.GetProperty("load").GetDouble(), 1e-6);
        Assert.Equal(now.GetProperty("virtualCpus").GetDouble() - 1, planned.GetProperty("virtualCpus").GetDouble());
        var response = answer.GetProperty("answers")[0];
        Assert.Equal("responseTime", response.GetProperty("measure").GetString());
        var later = response.GetProperty("planned");
        Assert.True(later.GetProperty("expected").GetDouble() > response.GetProperty("now").GetProperty("expected").GetDouble());
        Assert.True(later.GetProperty("lower").GetDouble() < later.GetProperty("upper").GetDouble());
    }

    [Theory]
    [InlineData("groups/shop-web/service?cpus=-64", 400)]
    [InlineData("groups/shop-web/service?load=-1", 400)]
    [InlineData("groups/shop-web/service?load=1e9", 400)]
    [InlineData("groups/no-such-group/service", 404)]
    public async Task Conditions_that_cannot_be_are_refused(string path, int status)
    {
        using var client = shared.Server.Client();

        var answer = await client.GetAsync(new Uri($"api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Lists_are_bounded_and_say_how_much_there_is()
    {
        var server = shared.Server;
        using var client = server.Client();

        var page = await client.JsonAsync("api/v1/hosts?offset=2&limit=3");

        Assert.Equal(3, page.GetProperty("items").GetArrayLength());
        Assert.Equal((2, 3), (page.GetProperty("offset").GetInt32(), page.GetProperty("limit").GetInt32()));
        Assert.Equal(server.Fleets.Loop.State.Fleet.Hosts.Length, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_host_is_shown_with_its_machines_and_measurements()
    {
        var server = shared.Server;
        using var client = server.Client();
        var host = server.Fleets.Loop.State.Fleet.Hosts[0];

        var shown = await client.JsonAsync($"api/v1/hosts/{host.Id}");

        Assert.Equal(host.Name, shown.GetProperty("host").GetProperty("name").GetString());
        Assert.Equal(
            server.Fleets.Loop.State.Fleet.VirtualMachines.Count(machine => machine.Host == host.Id), shown.GetProperty("vms").GetArrayLength());
        Assert.InRange(shown.GetProperty("usage").GetProperty("cpuRatio").GetDouble(), 0, 1.1);
    }

    [Fact]
    public async Task A_series_comes_on_its_grid_with_its_quality()
    {
        var server = shared.Server;
        using var client = server.Client();
        var machine = server.Fleets.Loop.State.Fleet.VirtualMachines[0];

        var series = await client.JsonAsync(
            $"api/v1/series?entity=vm/{machine.Id}&metric=cpu.usage&from=2026-01-05T00:00:00Z&to=2026-01-05T06:00:00Z&step=1h");

        Assert.Equal(6, series.GetProperty("values").GetArrayLength());
        Assert.Equal(("1h", "mhz"), (series.GetProperty("step").GetString(), series.GetProperty("unit").GetString()));
        Assert.Equal(1, series.GetProperty("quality").GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task A_forecast_has_a_band_for_every_level()
    {
        var server = shared.Server;
        using var client = server.Client();
        var machine = server.Fleets.Loop.State.Fleet.VirtualMachines[0];

        var forecast = await client.JsonAsync($"api/v1/forecasts?entity=vm/{machine.Id}&metric=cpu.usage&steps=4");

        var bands = forecast.GetProperty("bands").EnumerateArray().ToList();
        Assert.Equal(new Forecasting.ForecastOptions().Levels.Length, bands.Count);
        Assert.All(bands, band => Assert.Equal(4, band.GetProperty("values").GetArrayLength()));
    }

    [Fact]
    public async Task The_models_of_one_machine_are_shown_alone_and_by_metric()
    {
        var server = shared.Server;
        using var client = server.Client();
        string entity = $"vm/{server.Fleets.Loop.State.Fleet.VirtualMachines[0].Id}";

        var both = await client.JsonAsync($"api/v1/models?entity={entity}");
        var one = await client.JsonAsync($"api/v1/models?entity={entity}&metric=cpu.usage");

        Assert.Equal(2, both.GetProperty("total").GetInt32());
        Assert.All(
            both.GetProperty("items").EnumerateArray(),
            item => Assert.Equal(entity, item.GetProperty("entity").GetString()));
        var only = Assert.Single(one.GetProperty("items").EnumerateArray());
        Assert.Equal("cpu.usage", only.GetProperty("metric").GetString());
        Assert.Equal("mhz", only.GetProperty("unit").GetString());
        Assert.NotEmpty(only.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task Models_of_what_is_not_there_are_not_found()
    {
        using var client = shared.Server.Client();

        var (status, detail) = await client.ProblemAsync(HttpMethod.Get, "api/v1/models?entity=vm/none");

        Assert.Equal(404, status);
        Assert.Contains("There is no 'vm/none'", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_beyond_a_page_are_reached_by_their_offset()
    {
        var server = shared.Server;
        using var client = server.Client();

        var all = await client.JsonAsync("api/v1/models?limit=5");
        var rest = await client.JsonAsync("api/v1/models?limit=2&offset=3");

        Assert.Equal(3, rest.GetProperty("offset").GetInt32());
        Assert.Equal(
            all.GetProperty("items").EnumerateArray().Skip(3).Select(item => item.GetRawText()),
            rest.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
    }

    [Theory]
    [InlineData("models?entity=vm-0001", "vm/vm-0042")]
    [InlineData("models?metric=cpu.usag", "cpu.usage")]
    public async Task A_filter_of_models_that_is_mistyped_is_refused_with_the_form(string path, string form)
    {
        using var client = shared.Server.Client();

        var (status, detail) = await client.ProblemAsync(HttpMethod.Get, $"api/v1/{path}");

        Assert.Equal(400, status);
        Assert.Contains(form, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_of_models_is_over_all_series()
    {
        var server = shared.Server;
        using var client = server.Client();
        int all = server.Fleets.Clusters.Sum(cluster => server.Fleets.Models(cluster).Length);

        var summary = await client.JsonAsync("api/v1/models/summary");

        Assert.Equal(all, summary.GetProperty("series").GetInt32());
        Assert.Equal(all, summary.GetProperty("judged").GetInt32());
        Assert.Equal(0.8, summary.GetProperty("level").GetDouble());
        Assert.Equal(0.795, summary.GetProperty("coverage").GetDouble(), 1e-9);
        Assert.Equal(0.78, summary.GetProperty("worstTenth").GetDouble(), 1e-9);
        Assert.Equal(0, summary.GetProperty("young").GetInt32());
        Assert.Equal(12, summary.GetProperty("choicesMade").GetInt32());
        Assert.Equal(3, summary.GetProperty("choicesWaiting").GetInt32());
        Assert.Equal(0.75, summary.GetProperty("choiceBudgetUsed").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task An_incident_is_found_by_its_identifier_with_slashes()
    {
        var server = shared.Server;
        using var client = server.Client();
        var incident = server.Fleets.Loop.State.Incidents[0];

        var plain = await client.JsonAsync($"api/v1/incidents/{incident.Id}");
        var escaped = await client.JsonAsync($"api/v1/incidents/{Uri.EscapeDataString(incident.Id)}");

        Assert.Equal(incident.Title, plain.GetProperty("incident").GetProperty("title").GetString());
        Assert.Equal(incident.Title, escaped.GetProperty("incident").GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_plan_is_shown_with_reasons_and_words_for_enumerations()
    {
        var server = shared.Server;
        using var client = server.Client();
        var plan = server.Fleets.Loop.State.Plans.First(one => !one.Plan.Actions.IsEmpty);

        var shown = await client.JsonAsync($"api/v1/plans/{plan.Receipt.Id}");

        var action = shown.GetProperty("plan").GetProperty("actions")[0];
        Assert.Equal(plan.Plan.Actions[0].Reason, action.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.String, action.GetProperty("action").GetProperty("kind").ValueKind);
        Assert.Equal(
            JsonNamingPolicy.CamelCase.ConvertName(plan.Status.ToString()), shown.GetProperty("status").GetString());
    }
}
