using System.Text;

namespace Vireo.Server.Tests.Api;

/// <summary>Rules tried on stored history over the API.</summary>
public sealed class RulePreviewTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Path = "api/v1/rules/preview";

    [Fact]
    public async Task A_threshold_and_a_rule_file_are_answered_with_how_often_they_would_have_fired()
    {
        using var client = shared.Server.Client();
        using var document = Text(
            "apiVersion: vireo/v1\nkind: AlertRules\nname: mine\nrules:\n  - { name: any, entity: host, metric: cpu.usage, above: 0.01, clearBelow: 0.001, for: 10m }\n");
        using var file = Text("groups:\n  - name: g\n    rules:\n      - alert: Never\n        expr: vireo_host_cpu_usage_mhz < 0\n");

        using var first = await client.PostAsync($"{Path}?since=6h", document, TestContext.Current.CancellationToken);
        using var second = await client.PostAsync($"{Path}?since=6h", file, TestContext.Current.CancellationToken);

        var any = (await JsonOf(first)).GetProperty("rules");
        Assert.Equal("any", Assert.Single(any.EnumerateArray()).GetProperty("name").GetString());
        Assert.True(any[0].GetProperty("fired").GetInt32() > 0);
        Assert.Equal(0, any[0].GetProperty("unkept").GetArrayLength());
        var never = await JsonOf(second);
        Assert.Equal((0, 72), (never.GetProperty("rules")[0].GetProperty("fired").GetInt32(), never.GetProperty("looks").GetInt32()));
    }

    [Theory]
    [InlineData("?since=soon", "groups: []", "'since' must be a duration such as 7d or 12h, found 'soon'.")]
    [InlineData("?since=31d", "groups: []", "'since' must be from one step to 30d back.")]
    [InlineData("", "groups: []", "rules: there is no rule in it")]
    [InlineData("?file=mine.yaml", "groups:\n  - name: g\n    rules: []\n", "mine.yaml: there is no rule in it")]
    [InlineData("", "groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: up >\n", "rules:5:")]
    [InlineData("?file=mine.yaml", "groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: up >\n", "mine.yaml:5:")]
    [InlineData("?file=mine.yaml", "apiVersion: vireo/v1\nkind: AlertRules\nname: x\nrulez: []\n", "mine.yaml:4:1")]
    [InlineData("?file=a%0Ab", "groups: []", "'file' must be a name")]
    [InlineData("", "apiVersion: vireo/v1\nkind: AlertRules\nname: x\nrulez: []\n", "rules:4:1")]
    public async Task What_cannot_be_previewed_is_refused_with_the_place(string query, string rules, string words)
    {
        using var client = shared.Server.Client();
        using var body = Text(rules);

        var (status, detail) = await client.ProblemAsync(HttpMethod.Post, Path + query, body);

        Assert.Equal(400, status);
        Assert.Contains(words, detail, StringComparison.Ordinal);
    }

    private static StringContent Text(string text) => new(text, Encoding.UTF8, "application/yaml");

    private static async Task<System.Text.Json.JsonElement> JsonOf(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);

        return System.Text.Json.JsonDocument.Parse(text).RootElement;
    }
}
