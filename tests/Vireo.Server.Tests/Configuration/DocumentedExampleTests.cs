using System.Text.RegularExpressions;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

/// <summary>What the documentation and the samples show must be accepted as it stands.</summary>
public sealed partial class DocumentedExampleTests
{
    [Fact]
    public void Every_configuration_in_the_documentation_is_valid()
    {
        var examples = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Checkout.Root, "README.md"))
            .SelectMany(file => Yaml().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(yaml => yaml.Contains("apiVersion:", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, yaml => Loading.Valid(yaml));
    }

    [Fact]
    public void The_samples_are_valid_one_by_one_and_as_a_folder()
    {
        string folder = Path.Combine(Checkout.Root, "samples");

        foreach (string path in Directory.EnumerateFiles(folder, "*.yaml").Append(folder))
        {
            // The traces are no part of the repository.
            Assert.DoesNotContain(
                ConfigurationLoader.Load([path]).Problems,
                problem => !problem.ToString().Contains("traces", StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
