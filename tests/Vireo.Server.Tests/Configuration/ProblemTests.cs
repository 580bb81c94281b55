using System.Text;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

public class ProblemTests
{
    private const string Policy = "apiVersion: vireo/v1\nkind: Policy\nname: p\n";
    private const string Event = Policy + "events:\n  - { name: sale, ";
    private const string Provider = "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: simulation\n";
    private const string Alert = "apiVersion: vireo/v1\nkind: AlertRules\nname: a\nrules:\n  - { name: r, entity: host, metric: cpu.usage, above: 0.9, ";

    /// <summary>Columns: the case, the text, where the problem is, and words that its message must contain.</summary>
    [Theory]
    [InlineData("empty", "", 1, 1, "empty")]
    [InlineData("only a comment", "# nothing\n", 1, 1, "empty")]
    [InlineData("a list", "- a\n- b\n", 1, 1, "found a list")]
    [InlineData("broken quotes", "apiVersion: \"vireo/v1\nkind: Policy\n", 1, 13, "no valid YAML")]
    [InlineData("a tab for indentation", "apiVersion: vireo/v1\nkind: Policy\nname:\n\t- x\n", 4, 1, "no valid YAML")]
    [InlineData("no version", "kind: Policy\nname: p\n", 1, 1, "apiVersion: vireo/v1")]
    [InlineData("another version", "apiVersion: vireo/v2\nkind: Policy\nname: p\n", 1, 13, "'vireo/v2'")]
    [InlineData("no kind", "apiVersion: vireo/v1\nname: p\n", 1, 1, "'kind' is missing")]
    [InlineData("unknown kind", "apiVersion: vireo/v1\nkind: Polcy\n", 2, 7, "nearest is 'Policy'")]
    [InlineData("a kind of later", "apiVersion: vireo/v1\nkind: Volume\n", 2, 7, "known are Provider, Policy, AlertRules, ResourcePool")]
    [InlineData("unknown key", Policy + "horizn: 1h\n", 4, 1, "nearest known key is 'horizon'")]
    [InlineData("letter case", Policy + "demandquantile: 0.9\n", 4, 1, "nearest known key is 'demandQuantile'")]
    [InlineData("missing name", "apiVersion: vireo/v1\nkind: Policy\nmode: observe\n", 1, 1, "'name' of Policy is missing")]
    [InlineData("a key twice", Policy + "mode: observe\nmode: autopilot\n", 5, 1, "already there, in line 4")]
    [InlineData("nothing as value", Policy + "mode:\n", 4, 6, "found nothing")]
    [InlineData("unknown word", Policy + "mode: auto\n", 4, 7, "observe, recommend, approve or autopilot")]
    [InlineData("nearest word", Policy + "mode: autopilt\n", 4, 7, "nearest is 'autopilot'")]
    [InlineData("percent", Policy + "demandQuantile: 95\n", 4, 17, "95 percent is 0.95")]
    [InlineData("percent sign", Policy + "demandQuantile: 95%\n", 4, 17, "never in percent")]
    [InlineData("not a number", Policy + "demandQuantile: .nan\n", 4, 17, "a ratio from 0.5 to 0.999")]
    [InlineData("infinite", Policy + "memoryOvercommit: 1e999\n", 4, 19, "a number from 0.1 to 10")]
    [InlineData("quoted number", Policy + "minimumHostsOn: \"2\"\n", 4, 17, "a whole number")]
    [InlineData("fraction", Policy + "minimumHostsOn: 2.5\n", 4, 17, "a whole number from 0 to 100000")]
    [InlineData("out of range", Policy + "maxMigrationsPerSource: 0\n", 4, 25, "from 1 to 1000")]
    [InlineData("duration without unit", Policy + "horizon: 60\n", 4, 10, "write 60s or 60m")]
    [InlineData("duration too long", Policy + "horizon: 8d\n", 4, 10, "from 5m to 7d")]
    [InlineData("event without offset", Event + "start: 2026-03-05T20:00, duration: 2h }\n", 5, 26, "end it with Z or +01:00")]
    [InlineData("event that ends early", Event + "start: 2026-03-05T20:00Z, duration: 2h, until: 2026-03-05T19:00Z }\n", 5, 66, "'until' must lie after 'start'")]
    [InlineData("event longer than a day", Event + "start: 2026-03-05T20:00Z, duration: 25h, repeat: daily }\n", 5, 55, "longer than the time to its next")]
    [InlineData("event that repeats oddly", Event + "start: 2026-03-05T20:00Z, duration: 2h, repeat: hourly }\n", 5, 67, "once, daily, weekly, monthly or yearly")]
    [InlineData("negative duration", Policy + "restAfterMove: -5m\n", 4, 16, "a duration")]
    [InlineData("flag as word", Policy + "balance: yes please\n", 4, 10, "true or false")]
    [InlineData("list expected", Policy + "pinned: vm-1\n", 4, 9, "a list")]
    [InlineData("pinned twice", Policy + "pinned: [vm-1, vm-1]\n", 4, 16, "already in the list")]
    [InlineData("rule for one", Policy + "rules: [{ name: r, kind: keepApart, virtualMachines: [a] }]\n", 4, 54, "at least two")]
    [InlineData("rule without hosts", Policy + "rules: [{ name: r, kind: onlyOn, virtualMachines: [a] }]\n", 4, 9, "needs the hosts")]
    [InlineData("scope", Policy + "modes: [{ scope: hots/x, mode: observe }]\n", 4, 18, "host/host-07")]
    [InlineData("fill beyond relief", Policy + "fillUpToRatio: 0.9\nrelieveAboveRatio: 0.8\n", 4, 16, "must not exceed relieveAboveRatio")]
    [InlineData("name with a slash", "apiVersion: vireo/v1\nkind: Policy\nname: ../../etc\n", 3, 7, "a name of at most 63")]
    [InlineData("alias", "apiVersion: vireo/v1\nkind: Policy\nname: &n p\n", 3, 7, "anchors (&name) are not supported")]
    [InlineData("unknown type", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: hyperv\nscenario: demo\n", 4, 7, "simulation")]
    [InlineData("libvirt without hosts", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\n", 4, 7, "needs 'connections'")]
    [InlineData("libvirt with a scenario", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\nspeed: 60\nconnections:\n  - { name: h, uri: 'test:///default' }\n", 4, 7, "no keys of a simulation")]
    [InlineData("simulation with hosts", Provider + "connections:\n  - { name: h, uri: 'test:///default' }\n", 4, 7, "no keys of libvirt")]
    [InlineData("a probe of nobody", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\nconnections:\n  - { name: h, uri: 'test:///a' }\nprobes:\n  - { names: [], type: icmp }\n", 8, 14, "A probe asks somebody")]
    [InlineData("a probe without a port", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\nconnections:\n  - { name: h, uri: 'test:///a' }\nprobes:\n  - { names: [web], path: / }\n", 8, 5, "needs the key 'port'")]
    [InlineData("a probe without a path", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\nconnections:\n  - { name: h, uri: 'test:///a' }\nprobes:\n  - { names: [web], port: 80 }\n", 8, 5, "needs the key 'path'")]
    [InlineData("an echo with a port", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\nconnections:\n  - { name: h, uri: 'test:///a' }\nprobes:\n  - { names: [web], type: icmp, port: 7 }\n", 8, 39, "leave it out")]
    [InlineData("an address for many", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\nconnections:\n  - { name: h, uri: 'test:///a' }\nprobes:\n  - { names: ['web-*'], type: icmp, address: 10.0.0.1 }\n", 8, 46, "An address belongs to one machine")]
    [InlineData("a probe at a name", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\nconnections:\n  - { name: h, uri: 'test:///a' }\nprobes:\n  - { names: [web], type: icmp, address: web.local }\n", 8, 42, "'web.local' is no IP address")]
    [InlineData("a host twice", "apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: libvirt\nconnections:\n  - { name: h, uri: 'test:///a' }\n  - { name: h, uri: 'test:///b' }\n", 7, 5, "'h' is already in the list")]
    [InlineData("unknown scenario", Provider + "scenario: planetlabs\n", 5, 11, "nearest is 'planetlab'")]
    [InlineData("traces missing", Provider + "scenario: planetlab\n", 1, 1, "'traces' says where")]
    [InlineData("traces for the demo", Provider + "scenario: demo\ntraces: x\n", 6, 9, "leave 'traces' out")]
    [InlineData("too slow", Provider + "scenario: demo\nspeed: 0\n", 6, 8, "from 0.1 to 100000")]
    [InlineData("unknown policy", Provider + "scenario: demo\npolicy: q\n---\n" + Policy, 6, 9, "no policy named 'q'")]
    [InlineData("which policy", Provider + "scenario: demo\n---\n" + Policy + "---\napiVersion: vireo/v1\nkind: Policy\nname: q\n", 1, 1, "2 policies")]
    [InlineData("two providers of one name", Provider + "scenario: demo\n---\n" + Provider + "scenario: demo\n", 9, 7, "already a provider named 'p', in test.yaml:1")]
    [InlineData("unknown metric", "apiVersion: vireo/v1\nkind: AlertRules\nname: a\nrules:\n  - { name: r, entity: host, metric: cpu.use, above: 1 }\n", 5, 38, "nearest is 'cpu.usage'")]
    [InlineData("ratio in percent", Alert + "ofCapacity: true }\n  - { name: s, entity: vm, metric: cpu.usage, above: 90, ofCapacity: true }\n", 6, 54, "never percent")]
    [InlineData("clears above", Alert + "clearBelow: 0.95 }\n", 5, 73, "must not exceed above")]
    [InlineData("built-in name", "apiVersion: vireo/v1\nkind: AlertRules\nname: a\nrules:\n  - { name: host-down, entity: host, metric: cpu.usage, above: 1 }\n", 5, 13, "built-in watch")]
    [InlineData("two servers", "apiVersion: vireo/v1\nkind: Server\n---\napiVersion: vireo/v1\nkind: Server\n", 4, 1, "already a document of kind Server")]
    [InlineData("bad address", "apiVersion: vireo/v1\nkind: Server\nurls: [8460]\n", 3, 8, "http://127.0.0.1:8460")]
    public void A_wrong_text_is_refused_with_its_place_and_what_was_expected(
        string name, string yaml, int line, int column, string message)
    {
        var problem = Loading.OnlyProblem(yaml);

        Assert.True(problem.Message.Contains(message, StringComparison.Ordinal), $"{name}: {problem}");
        Assert.Equal((name, line, column), (name, problem.Line, problem.Column));
    }

    [Fact]
    public void A_policy_that_cannot_be_read_is_not_reported_as_missing_too()
    {
        var problem = Loading.OnlyProblem(
            $"{Loading.Head}kind: Provider\nname: a\ntype: simulation\nscenario: demo\npolicy: calm\n---\n" +
            $"{Loading.Head}kind: Policy\nname: calm\nmode: autopilots\n");

        Assert.Contains("autopilot", problem.ToString());
    }

    [Fact]
    public void All_problems_of_a_file_are_listed_in_its_order()
    {
        var result = Loading.Check(Policy + "horizn: 1h\nmode: auto\nbalance: 3\n---\nkind: Nothing\n");

        Assert.Equal([4, 5, 6, 8, 8], result.Problems.Select(problem => problem.Line));
    }

    [Fact]
    public void Problems_are_bounded()
    {
        var result = Loading.Check(Policy + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"key{i}: 1\n")));

        Assert.Equal(101, result.Problems.Length);
        Assert.Contains("the rest is not shown", result.Problems[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_its_first_anchor()
    {
        const string Bomb = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n";

        var problem = Loading.OnlyProblem(Bomb);

        Assert.Contains("anchors", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "nested deeper")]
    [InlineData(20_000, "nested deeper")]
    public void Deep_nesting_is_refused(int depth, string message)
    {
        var problem = Loading.OnlyProblem("a: " + new string('[', depth) + new string(']', depth));

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_text_is_refused_before_it_is_parsed()
    {
        var result = ConfigurationLoader.Check("big.yaml", new byte[(1 << 20) + 1]);

        Assert.Contains("longer than", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_encodings_are_refused_by_name()
    {
        var utf16 = ConfigurationLoader.Check("a", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Policy)).ToArray());
        var latin1 = ConfigurationLoader.Check("b", Encoding.Latin1.GetBytes(Policy + "# f\u00fcr\n"));
        var zeroes = ConfigurationLoader.Check("c", [0x61, 0, 0, 0x62]);
        var packed = ConfigurationLoader.Check("d", [0x1f, 0x8b, 8, 0]);

        Assert.Contains("UTF-16", utf16.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("not valid UTF-8", latin1.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("zero bytes", zeroes.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("compressed", packed.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_with_its_name()
    {
        var result = ConfigurationLoader.Load(["/nowhere/vireo.yaml"]);

        Assert.StartsWith("/nowhere/vireo.yaml:1:1: The file cannot be read", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Traces_that_are_not_there_are_reported_at_their_key()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("vireo.yaml", Provider + "scenario: traces\ntraces: missing.csv\n");

        var problem = Assert.Single(ConfigurationLoader.Load([file]).Problems);

        Assert.Equal((6, 9), (problem.Line, problem.Column));
        Assert.Contains(Path.Combine(folder.Path, "missing.csv"), problem.Message, StringComparison.Ordinal);
    }
}
