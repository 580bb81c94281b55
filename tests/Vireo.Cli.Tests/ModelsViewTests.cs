using System.Text.Json;
using Vireo.Cli.Commands;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Tests;

public sealed class ModelsViewTests
{
    private const string NoChoice = "Models chosen in the last cycle: 0, with 0% of its budget; none waits.\n";

    private const string NothingJudged =
        """
        {"series":7,"young":0,"judged":0,"level":0.8,"coverage":null,"worstTenth":null,"choicesMade":0,"choicesWaiting":0,
         "choiceBudgetUsed":0,"wideLevel":0.95,"wideCoverage":null,"wideWorstTenth":null,"thorough":0,"refined":0,"unrefined":0}
        """;

    [Fact]
    public void Every_model_tried_is_shown_beside_naive_with_its_verdict()
    {
        using var answer = JsonDocument.Parse(
            """
            {"items":[
              {"entity":"vm/vm-0001","metric":"cpu.usage","model":"holtwinters","points":4032,"error":214,
               "naiveError":391,"coverage":0.81,"coverage95":0.94,"effort":"thorough","chosenAt":"2026-11-30T06:00:00Z",
               "seasons":["1d","7d"],"drifts":2,"basis":"","trials":[
                 {"model":"holtwinters","error":0.55,"intervalScore":0.61,"coverage":0.79,"weight":1,
                  "verdict":"Taken."},
                 {"model":"linear","error":null,"intervalScore":null,"coverage":null,"weight":0,
                  "verdict":"Left out."}]},
              {"entity":"vm/vm-0001","metric":"mem.usage","model":"cold-start","points":0,"error":null,
               "naiveError":null,
               "coverage":null,"coverage95":null,"effort":"","chosenAt":null,"seasons":[],"drifts":0,"basis":"Expected from 7 machines like it.","trials":[]}]}
            """);

        Assert.Equal(
            """
            vm/vm-0001 cpu.usage: holtwinters (4,032 points learned, 2 drifts)
              error over the next hour 214, naive's 391; 80% intervals held 81%, 95% ones 94%
              chosen among every model that can pay at 2026-11-30T06:00:00Z; follows seasons of 1d and 7d
              tried, naive = 1      error  interval score  in 80%  weight  verdict
              holtwinters            0.55            0.61     79%    100%  Taken.
              linear                    -               -       -      0%  Left out.

            vm/vm-0001 mem.usage: cold-start (0 points learned)
              error over the next hour -, naive's -; 80% intervals held -, 95% ones -
              Expected from 7 machines like it.
              No model was compared yet.

            """,
            ModelsView.Text(answer.RootElement), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_listing_that_is_cut_ends_with_how_much_there_is() => Assert.Equal(
        """
        Intervals of 1,500 series: 80% wanted, 81% held, 62% in the worst tenth of the series; 95% wanted, 94% held, 85% in the worst tenth.
        81 series are too young to be judged. Models chosen in the last cycle: 40, with 102% of its budget; 7 wait, the most valuable series first.
        Every model that can pay was compared for 120 series, in the last cycle for 5; 1,380 more follow as CPU is left in a cycle.
        11 to 11 of 1,581 series; the next with --offset 11

        """,
        Footer(
            """
            {"series":1581,"young":81,"judged":1500,"level":0.8,"coverage":0.81,"worstTenth":0.62,"choicesMade":40,
             "choicesWaiting":7,"choiceBudgetUsed":1.02,"wideLevel":0.95,"wideCoverage":0.94,"wideWorstTenth":0.85,
             "thorough":120,"refined":5,"unrefined":1380}
            """,
            total: 1_581, offset: 10),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void A_listing_beyond_the_end_says_how_many_there_are() => Assert.Equal(
        $"No interval was judged yet.\n{NoChoice}none beyond --offset 50: there are 7 series\n",
        Footer(NothingJudged, total: 7, offset: 50, items: "[]"));

    [Fact]
    public void A_whole_listing_without_evidence_says_so() => Assert.Equal(
        $"No interval was judged yet.\n{NoChoice}", Footer(NothingJudged, total: 1), ignoreLineEndingDifferences: true);

    [Theory]
    [InlineData("models show vm/vm-0001")]
    [InlineData("models show vm/vm-0001 --metric cpu.usage --json")]
    [InlineData("models --limit 5 --offset 1000")]
    public void The_command_line_knows_models(string line) => Assert.Empty(VireoCommand.Create().Parse(line).Errors);

    private static string Footer(string summary, int total, int offset = 0, string items = "[{}]")
    {
        using var page = JsonDocument.Parse($$"""{"items":{{items}},"total":{{total}},"offset":{{offset}}}""");
        using var whole = JsonDocument.Parse(summary);

        return ModelsView.Footer(page.RootElement, whole.RootElement);
    }
}
