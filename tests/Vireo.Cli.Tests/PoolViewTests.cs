using System.Text.Json;
using Vireo.Cli.Commands;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Tests;

public sealed class PoolViewTests
{
    private const string Details =
        """
        {"cluster":"lab","pool":{"pool":"web","parent":"shop","depth":1,"kind":"Tenant","allocation":"Dynamic","machines":12,
         "cpu":{"reservation":4000,"limit":null,"entitlement":3000,"need":2900,"lent":1000,"borrowed":0,"missing":0},
         "memory":{"reservation":0,"limit":8589934592,"entitlement":4294967296,"need":4294967296,"lent":0,"borrowed":0,"missing":0},
         "network":{"reservation":0,"limit":5000000,"entitlement":0,"need":0,"lent":0,"borrowed":0,"missing":0},
         "disk":{"reservation":0,"limit":null,"entitlement":0,"need":0,"lent":0,"borrowed":0,"missing":0}},
         "used":{"cpu":2500.4,"memory":null,"network":1500000,"disk":0},
         "enforced":[{"pool":"web","provider":"kvm","virtualMachines":["a","b"],"notEnforced":["Memory","Network"]}],
         "shortfalls":["Pool 'web' reserves 100 MHz more than there are."],
         "members":[MEMBERS]}
        """;

    [Fact]
    public void A_pool_is_shown_on_one_screen_with_what_it_uses_and_what_is_not_enforced()
    {
        string members = string.Join(',', Enumerable.Range(1, 12).Select(i => $$"""{"vm":"vm-{{i:00}}","cpuMhz":{{i}},"memoryBytes":1073741824}"""));
        using var answer = JsonDocument.Parse(Details.Replace("MEMBERS", members, StringComparison.Ordinal));

        string[] lines = PoolView.Text(answer.RootElement).ReplaceLineEndings("\n").Split('\n');

        Assert.Equal("Pool web in shop, tenant, dynamic: 12 machines of cluster lab", lines[0]);
        Assert.Equal(["cpu", "4000", "MHz", "-", "3000", "MHz", "2500", "MHz", "2900", "MHz", "1000", "MHz", "0", "MHz", "0", "MHz"], Words(lines[3]));
        Assert.Equal(["network", "0", "MB/s", "5", "MB/s", "0", "MB/s", "1.5", "MB/s", "-", "0", "MB/s", "0", "MB/s", "0", "MB/s"], Words(lines[5]));
        Assert.Contains("! Pool 'web' reserves 100 MHz more than there are.", lines);
        Assert.Contains("kvm enforces it for 2 machines, but not memory, network.", lines);
        Assert.Contains("  and 2 more: --json has all.", lines);
        Assert.InRange(lines.Length, 15, 25);
    }

    [Fact]
    public void The_list_shows_the_tree_by_indents_and_each_resource_in_its_unit()
    {
        using var answer = JsonDocument.Parse(
            """{"pool":{"pool":"web","depth":2,"notEnforced":["Memory","Disk"],"network":{"limit":5000000}},"used":{"cpu":2500.4}}""");

        string[] cells = [.. PoolCommands.Columns("network").Select(column => TableView.Text(answer.RootElement, column))];

        Assert.Equal(("    web", "5 MB/s", "memory, disk"), (cells[0], cells[4], cells[12]));
        Assert.Equal("2500", TableView.Text(answer.RootElement, PoolCommands.Columns("cpu").Single(column => column.Title == "used")));
    }

    [Theory]
    [InlineData("options:8:19: there is no template 'x'", "--template: there is no template 'x'")]
    [InlineData("options:10:16: must be a number", "--set port: must be a number")]
    [InlineData("options:5:11: is taken", "the machine's name: is taken")]
    [InlineData("options:14:13: is no duration", "--within: is no duration")]
    public void What_is_wrong_with_options_is_said_of_the_option(string said, string expected)
    {
        const string Document =
            """
            {
              "apiVersion": "vireo/v1",
              "kind": "Deployment",
              "comment": "",
              "name": "a",
              "machines": [
                {
                  "template": "x",
                  "parameters": {
                    "port": "b"
                  }
                }
              ],
              "within": "soon"
            }
            """;

        Assert.Equal(expected, DeployCommand.WithOptions(said, Document));
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
