using System.Text;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

/// <summary>Short ways to check a text.</summary>
internal static class Loading
{
    public const string Head = "apiVersion: vireo/v1\n";

    public static ConfigurationResult Check(string yaml) =>
        ConfigurationLoader.Check("test.yaml", Encoding.UTF8.GetBytes(yaml));

    public static ServerConfiguration Valid(string yaml)
    {
        var result = Check(yaml);
        Assert.Empty(result.Problems);

        return Assert.IsType<ServerConfiguration>(result.Configuration);
    }

    public static ConfigurationProblem OnlyProblem(string yaml)
    {
        var result = Check(yaml);
        Assert.Null(result.Configuration);

        return Assert.Single(result.Problems);
    }
}
