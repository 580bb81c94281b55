using System.Text.Json;
using Vireo.Fleet;
using Vireo.Server.Security;
using Vireo.Simulation;

namespace Vireo.Server.Tests.Api;

public sealed class ApplyTests : IAsyncLifetime
{
    private const string Template = "apiVersion: vireo/v1\nkind: VmTemplate\nname: web-small\n";
    private const string Group = "apiVersion: vireo/v1\nkind: VmGroup\nname: shop-web\ntemplate: web-small\n";
    private const string Calendar = "apiVersion: vireo/v1\nkind: Calendar\nname: sales\n";
    private const string Deployment =
        "apiVersion: vireo/v1\nkind: Deployment\nname: extra\nmachines: [{ name: extra-1, template: web-small }]\n";

    private TestServer? _server;

    private TestServer Server => _server!;

    private Policy InForce => Server.Fleets.Operations(Server.Fleets.Clusters[0]).State.Policy;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task What_changes_is_said_key_by_key_and_put_in_force_together()
    {
        var answer = await ApplyAsync(false, ("t.yaml", Template + "version: 2\ncores: 4\nmemory: 8GiB\n"), ("g.yaml", Group + "minimum: 70\nmaximum: 140\n"));

        Assert.True(answer.GetProperty("isApplied").GetBoolean());
        var changes = answer.GetProperty("changes").EnumerateArray().ToList();
        Assert.Equal(["VmTemplate changed", "VmGroup changed"], changes.Select(change => $"{change.GetProperty("kind")} {change.GetProperty("change")}"));
        Assert.Contains("minimum: 60 → 70", changes[1].GetProperty("differences").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal((2, 70), (InForce.TemplateOf(new("web-small"))?.Version, InForce.Groups.Single().Minimum));
        Assert.Equal("day-to-day", InForce.Name);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_changes_nothing()
    {
        var answer = await ApplyAsync(true, ("g.yaml", Group + "minimum: 70\nmaximum: 140\n"));

        Assert.False(answer.GetProperty("isApplied").GetBoolean());
        Assert.Equal("changed", answer.GetProperty("changes")[0].GetProperty("change").GetString());
        Assert.Equal(60, InForce.Groups.Single().Minimum);
    }

    [Fact]
    public async Task Applying_the_same_again_changes_nothing()
    {
        await ApplyAsync(false, ("g.yaml", Group + "minimum: 70\nmaximum: 140\n"), ("d.yaml", Deployment));
        var again = await ApplyAsync(false, ("g.yaml", Group + "minimum: 70\nmaximum: 140\n"), ("d.yaml", Deployment));

        Assert.False(again.GetProperty("isApplied").GetBoolean());
        Assert.All(again.GetProperty("changes").EnumerateArray(), change => Assert.Equal("unchanged", change.GetProperty("change").GetString()));
    }

    [Fact]
    public async Task What_was_applied_before_and_is_in_no_file_any_more_goes_with_prune_and_nothing_else_does()
    {
        const string Pool = "apiVersion: vireo/v1\nkind: ResourcePool\nname: ";
        await ApplyAsync(false, ("p.yaml", $"{Pool}outer\n---\n{Pool}inner\nparent: outer\n"), ("q.yaml", $"{Pool}kept\n"));
        int before = InForce.Pools.Length;

        var foreseen = await ApplyAsync(true, prune: true, ("q.yaml", $"{Pool}kept\n"));
        int afterDryRun = InForce.Pools.Length;
        var answer = await ApplyAsync(false, prune: true, ("q.yaml", $"{Pool}kept\n"));
        var again = await ApplyAsync(false, prune: true, ("q.yaml", $"{Pool}kept\n"));

        // Pools of the configuration were never applied; one inside another goes before it.
        string[] expected = ["ResourcePool kept unchanged", "ResourcePool inner deleted", "ResourcePool outer deleted"];
        Assert.Equal(expected, All(foreseen));
        Assert.Equal(expected, All(answer));
        Assert.Equal(["ResourcePool kept unchanged"], All(again));
        Assert.Equal((before, before - 2), (afterDryRun, InForce.Pools.Length));
        Assert.Contains(
            "apply by somebody without ResourcePool 'inner' without ResourcePool 'outer'", Server.Fleets.Loop.Calls);
    }

    [Fact]
    public async Task A_template_that_is_in_use_is_not_pruned_and_its_user_is_named()
    {
        await ApplyAsync(false, ("t.yaml", Template + "version: 2\ncores: 4\nmemory: 8GiB\n"), ("g.yaml", Group + "minimum: 70\nmaximum: 140\n"));

        var (status, detail) = await Server.ClientOf(Roles.Operator).ProblemAsync(
            HttpMethod.Post, "api/v1/apply", Body(false, true, ("g.yaml", Group + "minimum: 70\nmaximum: 140\n")));

        Assert.Equal(409, status);
        Assert.Contains("VmTemplate 'web-small' is still used: group 'shop-web'", detail);
    }

    [Fact]
    public async Task A_calendar_is_created_with_its_group_and_changed_alone_in_the_schedules_that_name_it()
    {
        const string Named = "minimum: 60\nmaximum: 140\nschedules: [{ cron: \"0 8 * * *\", lasts: 10h, replicas: 80, onlyOn: [sales] }]\n";
        var created = await ApplyAsync(false, ("g.yaml", Group + Named), ("c.yaml", Calendar + "days: [11-25..12-23]\n"));
        var same = await ApplyAsync(false, ("c.yaml", Calendar + "days: [11-25..12-23]\n"));
        var foreseen = await ApplyAsync(true, ("c.yaml", Calendar + "days: [11-20..12-23]\n"));
        var changed = await ApplyAsync(false, ("c.yaml", Calendar + "days: [11-20..12-23]\n"));

        Assert.Equal("Calendar sales created", First(created));
        Assert.Equal("Calendar sales unchanged", First(same));
        Assert.Equal(["Calendar sales changed", "Calendar sales changed"], [First(foreseen), First(changed)]);
        Assert.Contains("11-20", changed.GetProperty("changes")[0].GetProperty("differences")[0].GetString());
        Assert.Equal(
            [true, false, false, true],
            new[] { created, same, foreseen, changed }.Select(one => one.GetProperty("isApplied").GetBoolean()));
        Assert.True(Assert.Single(InForce.Groups.Single().Rules.OfType<ScheduledCount>()).BeginsOn(new DateOnly(2026, 11, 21)));
    }

    [Fact]
    public async Task A_calendar_that_no_schedule_names_is_left_out_and_that_is_said()
    {
        var answer = await ApplyAsync(false, ("c.yaml", Calendar + "days: [11-25..12-23]\n"));

        Assert.False(answer.GetProperty("isApplied").GetBoolean());
        Assert.Empty(answer.GetProperty("changes").EnumerateArray());
        Assert.StartsWith(
            "Calendar 'sales' is left out: no schedule of a group names it.",
            Assert.Single(answer.GetProperty("notes").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task One_wrong_document_keeps_all_of_them_out_and_names_its_place()
    {
        var (status, detail) = await ProblemAsync(("g.yaml", Group + "minimum: 70\nmaximum: 140\n"), ("d.yaml", Deployment.Replace("web-small", "web-smal")));

        Assert.Equal(400, status);
        Assert.Contains("d.yaml:4", detail);
        Assert.Contains("The nearest is 'web-small'", detail);
        Assert.Equal(60, InForce.Groups.Single().Minimum);
    }

    [Fact]
    public async Task A_template_that_changes_needs_a_new_version()
    {
        var (status, detail) = await ProblemAsync(("t.yaml", Template + "version: 1\ncores: 4\nmemory: 8GiB\n"));

        Assert.Equal(409, status);
        Assert.Contains("Give it version 2.", detail);
    }

    [Theory]
    [InlineData("image: no-such-image\n", "Template 'new', image: no provider has an image 'no-such-image'; there are web-small.")]
    [InlineData("image: web-small\ncores: 2\nmemory: 9000GiB\n", "Template 'new', memory: 9000 GiB fit no host even when it is empty")]
    [InlineData("image: web-small\ncores: 200\nmemory: 4GiB\n", "has 64 cores")]
    public async Task A_template_that_nothing_can_be_made_from_is_refused_and_says_what_there_is(string keys, string expected)
    {
        Know("web-small");
        string text = $"apiVersion: vireo/v1\nkind: VmTemplate\nname: new\n{keys}" + (keys.Contains("cores") ? "" : "cores: 2\nmemory: 4GiB\n");
        var (status, detail) = await ProblemAsync(("t.yaml", text));

        Assert.Equal(409, status);
        Assert.Contains(expected, detail);
        Assert.DoesNotContain(InForce.Templates, template => template.Id.Value == "new");
    }

    [Fact]
    public async Task A_deployment_of_a_template_that_fits_no_host_is_refused()
    {
        Know("web-small");
        Server.Fleets.Loop.Publish(Server.Fleets.Loop.State with
        {
            Policy = InForce with { Templates = [InForce.Templates[0] with { Cores = 62 }] },
        });

        var (status, detail) = await Server.ClientOf(Roles.Operator)
            .ProblemAsync(HttpMethod.Post, "api/v1/deployments", new StringContent(Deployment));

        Assert.Equal(409, status);
        Assert.Contains("Template 'web-small', cores: 62 fit no host even when it is empty", detail);
        Assert.Contains("90 % may be filled", detail);
    }

    [Fact]
    public async Task What_could_not_be_looked_at_is_said()
    {
        var answer = await ApplyAsync(true, ("t.yaml", "apiVersion: vireo/v1\nkind: VmTemplate\nname: new\nimage: x\ncores: 2\nmemory: 4GiB\n"));

        Assert.Contains("Which images there are is not known", Assert.Single(answer.GetProperty("notes").EnumerateArray()).GetString());

        Server.Fleets.Loop.Publish(Server.Fleets.Loop.State with { Fleet = Server.Fleets.Loop.State.Fleet with { Hosts = [] } });
        answer = await ApplyAsync(true, ("t.yaml", "apiVersion: vireo/v1\nkind: VmTemplate\nname: new\nimage: x\ncores: 2\nmemory: 4GiB\n"));

        Assert.Contains("The fleet is not known yet", Assert.Single(answer.GetProperty("notes").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_reservation_that_cannot_be_guaranteed_is_refused_with_what_is_missing_of_each_resource()
    {
        Server.Fleets.Loop.Publish(Server.Fleets.Loop.State with { Policy = InForce with { Pools = [] } });
        string pool = "apiVersion: vireo/v1\nkind: ResourcePool\nname: big\ncpu: { reservation: 99000000 }\nmemory: { reservation: 9000TiB }\n";
        var (status, detail) = await ProblemAsync(("p.yaml", pool.Replace("9000TiB", "9000000GiB")));

        Assert.Equal(409, status);
        Assert.Contains("pool 'big' of 99000000 MHz cannot be guaranteed", detail);
        Assert.Contains("GiB of memory short", detail);
        Assert.Empty(InForce.Pools);
    }

    [Fact]
    public async Task A_change_that_makes_a_shortfall_no_worse_is_taken()
    {
        // The synthetic pool 'shop' reserves more than there is.
        var answer = await ApplyAsync(false, ("p.yaml", "apiVersion: vireo/v1\nkind: ResourcePool\nname: back-office\nnames: [\"office-*\"]\nweight: 2\n"));

        Assert.True(answer.GetProperty("isApplied").GetBoolean());
    }

    [Fact]
    public async Task A_dry_run_of_a_policy_says_that_a_replay_comes_first_over_how_long_and_how_to_pass_by()
    {
        Remember();
        var answer = await ApplyAsync(true, ("p.yaml", "apiVersion: vireo/v1\nkind: Policy\nname: other\nfillUpToRatio: 0.75\n"));

        string note = Assert.Single(answer.GetProperty("notes").EnumerateArray()).GetString() ?? "";
        Assert.Contains("2026-03-11 14:05 to 2026-03-12 14:05", note);
        Assert.Contains("--force", note);
        Assert.Empty((await Server.Client().JsonAsync("api/v1/replays")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("spareFaultDomains: 0\nminimumHostsOn: 1\nfillUpToRatio: 0.75\n", true)]
    [InlineData("spareFaultDomains: 0\nminimumHostsOn: 4\n", false)]
    public async Task A_policy_that_changes_is_replayed_first_and_takes_the_others_with_it_or_keeps_them_out(string keys, bool isAccepted)
    {
        Remember();
        string policy = $"apiVersion: vireo/v1\nkind: Policy\nname: other\n{keys}";
        var answer = await ApplyAsync(false, ("p.yaml", policy), ("g.yaml", Group + "minimum: 70\nmaximum: 140\n"), ("d.yaml", Deployment));

        Assert.False(answer.GetProperty("isApplied").GetBoolean());
        var replay = await EndedAsync(answer.GetProperty("replay").GetProperty("id").GetInt64());

        Assert.True(isAccepted == replay.GetProperty("isInForce").GetBoolean(), replay.GetProperty("outcome").GetString());
        Assert.Equal(isAccepted ? ("other", 70) : ("day-to-day", 60), (InForce.Name, InForce.Groups.Single().Minimum));
        Assert.Equal(isAccepted, Server.Fleets.Loop.State.Deployments.Any(record => record.Deployment.Id.Value == "extra"));
    }

    [Fact]
    public async Task A_policy_that_is_forced_is_in_force_at_once_and_that_is_audited()
    {
        Remember();
        using var response = await Server.ClientOf(Roles.Operator).PostAsync(
            "api/v1/apply?skipReplay=true", Body(false, false, ("p.yaml", "apiVersion: vireo/v1\nkind: Policy\nname: other\nminimumHostsOn: 4\n")),
            TestContext.Current.CancellationToken);

        Assert.Equal((200, "other"), ((int)response.StatusCode, InForce.Name));
        Assert.Contains(Server.State.Audit.Newest(5), entry => entry.Action == "policy.unreplayed");
    }

    [Fact]
    public async Task What_belongs_in_the_servers_own_files_is_not_applied()
    {
        var (status, detail) = await ProblemAsync(("p.yaml", "apiVersion: vireo/v1\nkind: Provider\nname: east\ntype: simulation\nscenario: demo\n"));

        Assert.Equal(400, status);
        Assert.Contains("ResourcePool, VmGroup, Calendar, VmTemplate and Deployment can be applied", detail);
        Assert.Contains("belong in its configuration files", detail);
    }

    [Fact]
    public async Task A_name_that_another_machine_has_is_a_conflict_for_deploy_and_apply_also_in_a_dry_run()
    {
        var taken = Server.Fleets.Loop.State.Fleet.VirtualMachines[0];
        string text = Deployment.Replace("extra-1", taken.Name.ToUpperInvariant());

        var (status, detail) = await Server.ClientOf(Roles.Operator)
            .ProblemAsync(HttpMethod.Post, "api/v1/deployments", new StringContent(text));
        var dry = await Server.ClientOf(Roles.Operator)
            .ProblemAsync(HttpMethod.Post, "api/v1/apply", Body(true, false, ("d.yaml", text)));

        Assert.Equal(409, status);
        Assert.StartsWith($"There is a machine '{taken.Name}' already", detail);
        Assert.Equal((409, detail), (dry.Status, dry.Detail));
    }

    [Fact]
    public async Task Who_may_only_read_applies_and_deploys_nothing()
    {
        var reader = Server.Client();
        using var apply = await reader.PostAsync("api/v1/apply", Body(false, false, ("g.yaml", Group)), TestContext.Current.CancellationToken);
        using var deploy = await reader.PostAsync("api/v1/deployments", new StringContent(Deployment), TestContext.Current.CancellationToken);

        Assert.Equal((401, 401), ((int)apply.StatusCode, (int)deploy.StatusCode));
    }

    [Fact]
    public async Task A_deployment_is_asked_for_and_listed_with_who_asked()
    {
        using var response = await Server.ClientOf(Roles.Operator).PostAsync(
            "api/v1/deployments", new StringContent(Deployment), TestContext.Current.CancellationToken);
        var listed = await Server.Client().JsonAsync("api/v1/deployments/extra");

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("somebody", listed.GetProperty("deployment").GetProperty("requestedBy").GetString());
    }

    [Theory]
    [InlineData("parameters: { port: 1 }", "has no parameter 'port'")]
    [InlineData("pool: shp", "The nearest is 'shop'")]
    [InlineData("after: [nobody]", "is not in this deployment")]
    public async Task A_deployment_that_cannot_be_is_refused_with_the_fix(string keys, string expected)
    {
        string text = $"apiVersion: vireo/v1\nkind: Deployment\nname: extra\nmachines:\n- name: extra-1\n  template: web-small\n  {keys}\n";
        var (status, detail) = await Server.ClientOf(Roles.Operator)
            .ProblemAsync(HttpMethod.Post, "api/v1/deployments", new StringContent(text));

        Assert.Equal(400, status);
        Assert.Contains(expected, detail);
    }

    private void Know(params string[] images) =>
        Server.Fleets.Loop.Publish(Server.Fleets.Loop.State with { Images = [.. images] });

    // Half a day of four hosts of which one carries all: whoever keeps the others on draws more for nothing.
    private void Remember()
    {
        var demo = DemoScenario.Create(new DemoOptions { Hosts = 4, Machines = 4, HostErrorsAt = null, NoisyMachineAt = null });
        var one = demo.Hosts[2].Id;
        var scenario = demo with
        {
            Machines = [.. demo.Machines.Select(machine => machine with { Host = one, Group = null })],
        };
        Server.Fleets.Loop.Publish(Server.Fleets.Loop.State with
        {
            Policy = InForce with { SpareFaultDomains = 0, MinimumHostsOn = 1 },
        });
        Server.Fleets.History = new RecordedHistory(
            scenario, [], scenario.Start, scenario.Start + TimeSpan.FromHours(12), scenario.Start, 1, []);
    }

    private async Task<JsonElement> EndedAsync(long replay)
    {
        while (true)
        {
            var job = await Server.Client().JsonAsync($"api/v1/replays/{replay}");
            if (job.GetProperty("hasEnded").GetBoolean())
            {
                return job;
            }

            await Task.Yield();
        }
    }

    private static string First(JsonElement answer)
    {
        var change = answer.GetProperty("changes")[0];

        return $"{change.GetProperty("kind")} {change.GetProperty("name")} {change.GetProperty("change")}";
    }

    private static string[] All(JsonElement answer) =>
    [
        .. answer.GetProperty("changes").EnumerateArray()
            .Select(change => $"{change.GetProperty("kind")} {change.GetProperty("name")} {change.GetProperty("change")}"),
    ];

    private Task<JsonElement> ApplyAsync(bool dryRun, params (string Name, string Text)[] files) =>
        ApplyAsync(dryRun, prune: false, files);

    private async Task<JsonElement> ApplyAsync(bool dryRun, bool prune, params (string Name, string Text)[] files)
    {
        using var response = await Server.ClientOf(Roles.Operator)
            .PostAsync("api/v1/apply", Body(dryRun, prune, files), TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);

        return JsonDocument.Parse(text).RootElement;
    }

    private Task<(int Status, string Detail)> ProblemAsync(params (string Name, string Text)[] files) =>
        Server.ClientOf(Roles.Operator).ProblemAsync(HttpMethod.Post, "api/v1/apply", Body(false, false, files));

    private static JsonContent Body(bool dryRun, bool prune, params (string Name, string Text)[] files) =>
        JsonContent.Create(new { files = files.Select(file => new { name = file.Name, text = file.Text }), dryRun, prune });
}
