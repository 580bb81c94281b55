using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vireo.Cli.Remote;

/// <summary>Shows what forecasts an entity and what else was tried, and how good the intervals of all series
/// are.</summary>
internal static class ModelsView
{
    /// <summary>Writes each series with the models tried for it.</summary>
    public static void Write(JsonElement page) => Console.Write(Text(page));

    /// <summary>The lines, each ended.</summary>
    public static string Text(JsonElement page)
    {
        var text = new StringBuilder();
        foreach (var series in page.GetProperty("items").EnumerateArray())
        {
            if (text.Length > 0)
            {
                text.AppendLine();
            }

            Append(text, series);
        }

        return text.ToString();
    }

    /// <summary>Which of all series are shown, where that is not all, and how often all their intervals
    /// held.</summary>
    public static string Footer(JsonElement page, JsonElement summary)
    {
        var text = new StringBuilder();
        int judged = summary.GetProperty("judged").GetInt32();
        text.AppendLine(judged == 0 ? "No interval was judged yet." : string.Create(
            CultureInfo.InvariantCulture,
            $"Intervals of {judged:N0} series: {Share(summary, "level")} wanted, {Share(summary, "coverage")} held, " +
            $"{Share(summary, "worstTenth")} in the worst tenth of the series; {Share(summary, "wideLevel")} wanted, " +
            $"{Share(summary, "wideCoverage")} held, {Share(summary, "wideWorstTenth")} in the worst tenth."));
        int young = summary.GetProperty("young").GetInt32();
        int waiting = summary.GetProperty("choicesWaiting").GetInt32();
        string more = young == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{young:N0} series are too young to be judged. ");
        string wait = waiting == 0 ? "none waits"
            : string.Create(CultureInfo.InvariantCulture, $"{waiting:N0} wait, the most valuable series first");
        text.AppendLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{more}Models chosen in the last cycle: {summary.GetProperty("choicesMade").GetInt32():N0}, with " +
            $"{Share(summary, "choiceBudgetUsed")} of its budget; {wait}."));
        text.Append(Thorough(summary));
        int shown = page.GetProperty("items").GetArrayLength();
        int total = page.GetProperty("total").GetInt32();
        int before = page.GetProperty("offset").GetInt32();
        if (shown == 0 && total > 0)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture, $"none beyond --offset {before}: there are {total:N0} series");
        }
        else if (shown < total)
        {
            string next = before + shown < total ? $"; the next with --offset {before + shown}" : "";
            text.AppendLine(
                CultureInfo.InvariantCulture, $"{before + 1:N0} to {before + shown:N0} of {total:N0} series{next}");
        }

        return text.ToString();
    }

    private static string Thorough(JsonElement summary)
    {
        int thorough = summary.GetProperty("thorough").GetInt32();
        int left = summary.GetProperty("unrefined").GetInt32();
        string rest = left == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {left:N0} more follow as CPU is left in a cycle");

        return thorough + left == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"Every model that can pay was compared for {thorough:N0} series, in the last cycle for " +
            $"{summary.GetProperty("refined").GetInt32():N0}{rest}.{Environment.NewLine}");
    }

    private static void Append(StringBuilder text, JsonElement series)
    {
        int drifts = series.GetProperty("drifts").GetInt32();
        string anew = drifts == 0 ? "" : $", {drifts} drifts";
        text.AppendLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Plain(series, "entity")} {Plain(series, "metric")}: {Plain(series, "model")} " +
            $"({series.GetProperty("points").GetInt64():N0} points learned{anew})"));
        text.AppendLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  error over the next hour {Plain(series, "error")}, naive's {Plain(series, "naiveError")}; " +
            $"80% intervals held {Share(series, "coverage")}, 95% ones {Share(series, "coverage95")}"));
        if (Plain(series, "effort") is { Length: > 1 } effort)
        {
            text.Append("  ").AppendLine(Chosen(series, effort));
        }

        if (Plain(series, "basis") is { Length: > 1 } basis)
        {
            text.Append("  ").AppendLine(basis);
        }

        var trials = series.GetProperty("trials").EnumerateArray().ToList();
        if (trials.Count == 0)
        {
            text.AppendLine("  No model was compared yet.");

            return;
        }

        text.AppendLine("  tried, naive = 1      error  interval score  in 80%  weight  verdict");
        foreach (var trial in trials)
        {
            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Plain(trial, "model"),-18}  {Ratio(trial, "error"),7}  {Ratio(trial, "intervalScore"),14}  " +
                $"{Share(trial, "coverage"),6}  {Share(trial, "weight"),6}  {Plain(trial, "verdict")}"));
        }
    }

    private static string Chosen(JsonElement series, string effort)
    {
        string among = effort switch
        {
            "thorough" => "every model that can pay",
            "quick" => "the quick models and shared trees",
            _ => "the quick models",
        };
        string at = Plain(series, "chosenAt") is { Length: > 1 } when ? $" at {when}" : "";
        string[] seasons = [.. series.GetProperty("seasons").EnumerateArray().Select(season => season.GetString() ?? "")];

        return $"chosen among {among}{at}; follows {(seasons.Length == 0 ? "no season" : $"seasons of {string.Join(" and ", seasons)}")}";
    }

    private static string Plain(JsonElement owner, string name) => DetailsView.Plain(owner.GetProperty(name));

    private static string Ratio(JsonElement owner, string name) => Number(owner, name, "0.00");

    private static string Share(JsonElement owner, string name) => Number(owner, name, "0%");

    private static string Number(JsonElement owner, string name, string format) =>
        owner.GetProperty(name) is { ValueKind: JsonValueKind.Number } number
            ? number.GetDouble().ToString(format, CultureInfo.InvariantCulture)
            : "-";
}
