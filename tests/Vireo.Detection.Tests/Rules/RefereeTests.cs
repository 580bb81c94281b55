using Vireo.Detection.Tests.Rules.Referee;

namespace Vireo.Detection.Tests.Rules;

public sealed class RefereeTests
{
    [Fact]
    public void Made_up_rules_and_series_give_what_promtool_gives()
    {
        Assert.SkipUnless(Promtool.IsInstalled, "Needs promtool: apt-get install prometheus.");
        string folder = Directory.CreateTempSubdirectory("vireo-rules-").FullName;
        try
        {
            (List<string> differences, int compared) = Referee.Referee.Compare(folder, Enumerable.Range(1, 24));

            Assert.True(differences.Count == 0, string.Join("\n", differences.Take(5)));
            Assert.True(compared > 300, $"only {compared} answers were compared");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
