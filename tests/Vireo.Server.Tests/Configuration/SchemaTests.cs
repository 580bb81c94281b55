using System.Text.Json.Nodes;
using Vireo.Server.Configuration;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Tests.Configuration;

public class SchemaTests
{
    private static readonly JsonObject Schema = ConfigurationSchema.Create();

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "samples"), "*.yaml").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_satisfies_the_schema(string sample)
    {
        foreach (var document in Documents(File.ReadAllText(Path.Combine(Checkout.Root, "samples", sample))))
        {
            Assert.Empty(SchemaCheck.Problems(Schema, document));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_is_read_where_its_traces_are_there(string sample)
    {
        var result = ConfigurationLoader.Load([Path.Combine(Checkout.Root, "samples", sample)]);

        Assert.All(result.Problems, problem => Assert.Contains("There is no file or folder", problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apiVersion: vireo/v1\nkind: Policy\nname: p\nhorizn: 1h\n")]
    [InlineData("apiVersion: vireo/v1\nkind: Policy\nname: p\nmode: auto\n")]
    [InlineData("apiVersion: vireo/v1\nkind: Policy\nname: p\ndemandQuantile: 95\n")]
    [InlineData("apiVersion: vireo/v1\nkind: Policy\nmode: observe\n")]
    [InlineData("apiVersion: vireo/v1\nkind: Policy\nname: p\nhorizon: 60\n")]
    public void What_the_loader_refuses_the_schema_refuses_too(string yaml)
    {
        Assert.NotEmpty(Loading.Check(yaml).Problems);
        Assert.NotEmpty(SchemaCheck.Problems(Schema, Documents(yaml).Single()));
    }

    [Fact]
    public void A_written_policy_satisfies_the_schema() =>
        Assert.Empty(SchemaCheck.Problems(Schema, PolicyText.Write(new Fleet.Policy { Name = "p" })));

    [Fact]
    public void Every_key_is_described()
    {
        var keys = Schema["oneOf"]!.AsArray().SelectMany(kind => kind!["properties"]!.AsObject())
            .Where(key => key.Key is not ("apiVersion" or "kind"));

        Assert.All(keys, key => Assert.False(string.IsNullOrEmpty((string?)key.Value!["description"]), key.Key));
    }

    private static IEnumerable<JsonNode?> Documents(string yaml)
    {
        var problems = new ProblemList("schema");
        var documents = YamlTree.Parse(yaml, problems);
        Assert.Equal(0, problems.Count);

        return documents.Select(ToJson);
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        YamlSequence list => new JsonArray([.. list.Items.Select(ToJson)]),
        YamlScalar { IsNull: true } => null,
        YamlScalar { IsPlain: true, Text: "true" or "false" } flag => flag.Text == "true",
        YamlScalar { IsPlain: true } scalar when double.TryParse(scalar.Text, out double number) => number,
        YamlScalar scalar => scalar.Text,
        _ => throw new InvalidOperationException($"Unexpected {node.Found}."),
    };
}
