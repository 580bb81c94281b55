using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Commands;
using Vireo.Cli.Terminal;
using Vireo.Fleet;

namespace Vireo.Cli.Tests;

public sealed class PureCommandTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Every_command_shows_an_example()
    {
        var without = Leaves(VireoCommand.Create())
            .Where(command => !(command.Description ?? "").Contains("Example: vireo ", StringComparison.Ordinal))
            .Select(command => command.Name);

        Assert.Empty(without);
    }

    [Fact]
    public void No_option_is_offered_twice() => Assert.All(OptionsBelow(VireoCommand.Create(), []), command =>
        Assert.True(command.Names.Distinct().Count() == command.Names.Length, $"{command.Command}: {string.Join(' ', command.Names)}"));

    [Fact]
    public void Apply_names_every_kind_that_it_takes() => Assert.All(
        ["Policy", "ResourcePool", "VmGroup", "Calendar", "VmTemplate", "Deployment"],
        kind => Assert.Contains(kind, VireoCommand.Create().Subcommands.Single(command => command.Name == "apply").Description));

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("nonsense")]
    [InlineData("nonsense", "--help")]
    [InlineData("plans", "shwo", "--help")]
    [InlineData("plans", "show", "abc")]
    [InlineData("simulate", "--scenario", "demo", "--policy", "none", "--vms", "100000000")]
    [InlineData("simulate")]
    [InlineData("simulate", "--scenario", "nowhere")]
    [InlineData("simulate", "--scenario", "planetlab", "--traces", "/no/such/file")]
    [InlineData("simulate", "--scenario", "demo", "--policy", "wishful")]
    [InlineData("forecast", "--input", "/no/such/file", "--horizon", "3")]
    [InlineData("place", "--input", "/no/such/file")]
    [InlineData("config", "check", "/no/such/file")]
    public async Task Wrong_usage_and_unreadable_input_end_with_two(params string[] arguments) =>
        Assert.Equal(2, await VireoCommand.RunAsync(arguments));

    [Fact]
    public async Task A_link_given_as_output_is_written_through_and_stays_a_link()
    {
        string target = _work.File("target.json", "{}");
        string link = _work.Path("link.json");
        File.CreateSymbolicLink(link, target);

        Assert.Equal(0, await VireoCommand.RunAsync(["config", "schema", "--output", link]));

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.StartsWith("{", File.ReadAllText(target), StringComparison.Ordinal);
        Assert.True(new FileInfo(target).Length > 100, "the target was written");
    }

    [Fact]
    public async Task Without_a_server_a_question_fails_with_one() =>
        Assert.Equal(1, await VireoCommand.RunAsync(["status", "--server", "http://127.0.0.1:1"]));

    [Fact]
    public async Task Forecasts_have_the_contracts_header_and_a_row_a_step()
    {
        string rows = string.Concat(Enumerable.Range(0, 48).Select(i => $"web,{i},{10 + (i % 24)}\nidle,{i},\n"))
            .Replace("idle,0,", "idle,0,3", StringComparison.Ordinal);
        string input = _work.File("series.csv", "unique_id,ds,y\n" + rows);

        int code = await VireoCommand.RunAsync([
            "forecast", "--input", input, "--horizon", "24", "--season", "24", "--output", _work.Path("out.csv")]);

        string[] lines = _work.Read("out.csv").TrimEnd().Split('\n');
        Assert.Equal(0, code);
        Assert.Equal("unique_id,ds,model,yhat,lo-80,hi-80,lo-95,hi-95", lines[0]);
        Assert.Equal(1 + (2 * 24), lines.Length);
        Assert.StartsWith("web,48,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unique_id,ds,y\n")]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("unique_id,ds,y\nweb,0\n")]
    [InlineData("unique_id,ds,y\nweb,yesterday,1\n")]
    [InlineData("unique_id,ds,y\nweb,0,many\n")]
    [InlineData("unique_id,ds,y\nweb,0,1e999\n")]
    public async Task A_faulty_series_file_ends_with_two(string text) => Assert.Equal(
        2, await VireoCommand.RunAsync(["forecast", "--input", _work.File("bad.csv", text), "--horizon", "3"]));

    [Fact]
    public async Task A_simulation_gives_the_same_result_twice()
    {
        foreach (string name in new[] { "one.json", "two.json" })
        {
            Assert.Equal(0, await VireoCommand.RunAsync([
                "simulate", "--scenario", "demo", "--hosts", "4", "--vms", "20", "--days", "0.2", "--output",
                _work.Path(name)]));
        }

        using var one = JsonDocument.Parse(_work.Read("one.json"));
        using var two = JsonDocument.Parse(_work.Read("two.json"));
        Assert.All(
            one.RootElement.EnumerateObject().Where(property => !IsRealTime(property.Name)),
            property => Assert.Equal(
                property.Value.GetRawText(), two.RootElement.GetProperty(property.Name).GetRawText()));
        Assert.Equal(20, one.RootElement.GetProperty("vms").GetInt32());
    }

    private static bool IsRealTime(string name) =>
        name == "wall_seconds" || name.StartsWith("decision_milliseconds", StringComparison.Ordinal);

    [Fact]
    public async Task A_snapshot_is_placed_and_a_cut_one_is_refused()
    {
        var fleet = FleetSnapshot.Create(DateTimeOffset.UnixEpoch, new("c"), [], [], [], []);
        var outlook = new Outlook(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 1, [0.5], [], []);
        string json = $"{{\"fleet\":{Text(fleet)},\"outlook\":{Text(outlook)}}}";

        Assert.Equal(0, await VireoCommand.RunAsync([
            "place", "--input", _work.File("cluster.json", json), "--output", _work.Path("plan.json")]));
        Assert.Contains("\"actions\":[]", _work.Read("plan.json"), StringComparison.Ordinal);
        Assert.Equal(2, await VireoCommand.RunAsync(["place", "--input", _work.File("cut.json", json[..40])]));
        string endless = json.Replace("\"steps\":1", "\"steps\":2000000000", StringComparison.Ordinal);
        Assert.Equal(2, await VireoCommand.RunAsync(["place", "--input", _work.File("long.json", endless)]));
    }

    [Fact]
    public async Task The_sample_of_a_snapshot_gives_a_plan_that_empties_a_host()
    {
        string sample = Path.Combine(Checkout.Root, "samples", "cluster.json");

        Assert.Equal(0, await VireoCommand.RunAsync(
            ["place", "--input", sample, "--policy", "save-energy", "--output", _work.Path("plan.json")]));
        Assert.Contains("\"kind\":\"power-off-host\"", _work.Read("plan.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_the_policy_has_in_maintenance_is_emptied_and_receives_nothing()
    {
        string sample = Path.Combine(Checkout.Root, "samples", "cluster.json");
        string policy = _work.File(
            "p.yaml", "apiVersion: vireo/v1\nkind: Policy\nname: p\nmode: recommend\nmaintenance: [host-1]\n");

        Assert.Equal(0, await VireoCommand.RunAsync(
            ["place", "--input", sample, "--policy", policy, "--output", _work.Path("plan.json")]));
        Assert.Contains("\"from\":\"host-1\"", _work.Read("plan.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"to\":\"host-1\"", _work.Read("plan.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"hosts\":[null]", "fleet.hosts[0]: is null; leave it out, or say what it is.")]
    [InlineData("\"hosts\":[{}]", "fleet.hosts[0]: 'id', ")]
    [InlineData("\"hosts\":null", "fleet.hosts: this is not a value of the kind that belongs here.")]
    [InlineData("\"hosts\":7", "fleet.hosts: this is not a value of the kind that belongs here.")]
    public void A_snapshot_that_cannot_be_read_says_where_and_what_in_words(string hosts, string complaint)
    {
        var fleet = FleetSnapshot.Create(DateTimeOffset.UnixEpoch, new("c"), [], [], [], []);
        var outlook = new Outlook(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 1, [0.5], [], []);
        string json = $"{{\"fleet\":{Text(fleet).Replace("\"hosts\":[]", hosts, StringComparison.Ordinal)},\"outlook\":{Text(outlook)}}}";
        string path = _work.File("bad.json", json);

        string said = Assert.Throws<UsageException>(() => PlaceCommand.ReadCluster(path)).Message;

        Assert.StartsWith($"{path}: {complaint}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Vireo.Fleet", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_decided_on_with_all_that_it_holds()
    {
        var terms = PoolTerms.Usual.With(PoolResource.Cpu, new ResourceTerms(1_000, 2_000, 1));
        var fleet = FleetSnapshot.Create(DateTimeOffset.UnixEpoch, new("c"), [], [], [], []) with
        {
            Pools = [new PoolSetting(new("tenant"), new("c"), new("p"), Parent: null, terms, [])],
            ManagedPools = [new("tenant")],
        };
        var outlook = new Outlook(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 1, [0.5], [], []);
        string cluster = _work.File("pools.json", $"{{\"fleet\":{Text(fleet)},\"outlook\":{Text(outlook)}}}");

        Assert.Equal(0, await VireoCommand.RunAsync(["place", "--input", cluster, "--output", _work.Path("released.json")]));
        Assert.Contains("Its reservation and limit are gone", _work.Read("released.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_is_checked_and_its_schema_is_json()
    {
        string good = _work.File("good.yaml", "apiVersion: vireo/v1\nkind: Policy\nname: p\nmode: recommend\n");
        string bad = _work.File("bad.yaml", "apiVersion: vireo/v1\nkind: Policy\nname: p\nmoode: recommend\n");

        Assert.Equal(0, await VireoCommand.RunAsync(["config", "check", good]));
        Assert.Equal(2, await VireoCommand.RunAsync(["config", "check", bad]));
        Assert.Equal(0, await VireoCommand.RunAsync(["config", "schema", "--output", _work.Path("schema.json")]));
        using var schema = JsonDocument.Parse(_work.Read("schema.json"));
        Assert.Equal(JsonValueKind.Object, schema.RootElement.ValueKind);
    }

    private static string Text<T>(T value) => System.Text.Encoding.UTF8.GetString(CanonicalJson.Write(value));

    private static IEnumerable<(string Command, string[] Names)> OptionsBelow(Command command, string[] inherited)
    {
        string[] passedOn = [.. inherited, .. command.Options.Where(option => option.Recursive).Select(option => option.Name)];

        return command.Subcommands.SelectMany(verb => OptionsBelow(verb, passedOn))
            .Prepend((command.Name, [.. inherited, .. command.Options.Select(option => option.Name)]));
    }

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
