using System.Net;
using System.Text;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Tests.Api;

/// <summary>Rules that people save while the server runs.</summary>
public sealed class SavedRulesTests
{
    private const string Path = "api/v1/rules/saved";
    private const string Rules = "# Ours.\ngroups:\n  - name: g\n    rules:\n      - alert: Mine\n        expr: up == 0\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Saved_rules_are_part_of_what_is_read_until_they_are_removed_and_both_are_audited()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientOf(Roles.Operator);
        var options = server.App.Services.GetRequiredService<ServerOptions>();

        using var body = Text(Rules);
        using var saved = await client.PutAsync($"{Path}/mine", body, Token);
        var listed = Assert.Single((await client.JsonAsync(Path)).EnumerateArray());
        var read = ConfigurationLoader.Load(options.Sources);
        using var removed = await client.DeleteAsync($"{Path}/mine", Token);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (saved.StatusCode, removed.StatusCode));
        Assert.Equal(("mine", Rules), (listed.GetProperty("name").GetString(), listed.GetProperty("text").GetString()));
        Assert.Empty(read.Problems);
        Assert.Contains("Mine", read.Configuration!.RuleFiles.SelectMany(file => file.RuleNames));
        Assert.DoesNotContain(
            "Mine", ConfigurationLoader.Load(options.Sources).Configuration!.RuleFiles.SelectMany(file => file.RuleNames));
        Assert.Equal(
            ["rules.save", "rules.remove"],
            server.State.Audit.Newest(100).Reverse().Select(row => row.Action)
                .Where(action => action.StartsWith("rules.", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFiles(options.DataFolder, "*.new"));
    }

    [Theory]
    [InlineData("mine", "groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: up >\n", 400, "mine:5:")]
    [InlineData("mine", "groups: []\n", 400, "no rule in it")]
    [InlineData("Mine", Rules, 400, "lower-case letters")]
    [InlineData("mine", "apiVersion: vireo/v1\nkind: AlertRules\nname: a\nrules: [{ name: r, entity: vm, metric: cpu.ready, above: 0.2 }]\n---\napiVersion: vireo/v1\nkind: Policy\nname: p\n", 400, "kind Policy cannot be saved")]
    [InlineData("mine", "apiVersion: vireo/v1\nkind: AlertRules\nname: first\nrules: [{ name: r, entity: vm, metric: cpu.ready, above: 0.2 }]\n", 409, "'first'")]
    public async Task What_cannot_be_in_force_is_refused_with_the_place_and_nothing_changes(string name, string rules, int status, string words)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientOf(Roles.Operator);
        using var first = Text(Rules);
        using var before = await client.PutAsync($"{Path}/first", first, Token);
        using var body = Text(rules);

        var (found, detail) = await client.ProblemAsync(HttpMethod.Put, $"{Path}/{name}", body);

        Assert.Equal(status, found);
        Assert.Contains(words, detail, StringComparison.Ordinal);
        Assert.Single((await client.JsonAsync(Path)).EnumerateArray());
    }

    [Fact]
    public async Task Only_operators_save_and_what_is_not_there_cannot_be_removed()
    {
        await using var server = await TestServer.StartAsync();
        using var viewer = server.ClientOf(Roles.Viewer);
        using var operators = server.ClientOf(Roles.Operator);
        using var body = Text(Rules);

        Assert.Equal(403, (await viewer.ProblemAsync(HttpMethod.Put, $"{Path}/mine", body)).Status);
        Assert.Equal(404, (await operators.ProblemAsync(HttpMethod.Delete, $"{Path}/mine")).Status);
    }

    private static StringContent Text(string text) => new(text, Encoding.UTF8, "application/yaml");
}
