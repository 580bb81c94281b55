using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vireo.Cli.Remote;

/// <summary>Shows what users of a group notice now and would notice under other conditions.</summary>
internal static class ServiceLevelView
{
    /// <summary>Writes one line a measure, with its interval.</summary>
    public static void Write(JsonElement answer) => Console.Write(Text(answer));

    /// <summary>The lines, each ended.</summary>
    public static string Text(JsonElement answer)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"now:     {Conditions(answer.GetProperty("now"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"planned: {Conditions(answer.GetProperty("planned"))}");
        foreach (var measure in answer.GetProperty("answers").EnumerateArray())
        {
            bool isTime = measure.GetProperty("measure").GetString() == "responseTime";
            text.AppendLine(CultureInfo.InvariantCulture, $"{Name(measure)}: now {Interval(measure.GetProperty("now"), isTime)}, planned {Interval(measure.GetProperty("planned"), isTime)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {Curve(measure)}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Intervals hold {answer.GetProperty("coverage").GetDouble():0%} of five-minute means; learned from {answer.GetProperty("observations").GetInt32()} observations.");
        if (answer.GetProperty("carriesMhz") is { ValueKind: JsonValueKind.Number } carries)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"A replica carries {carries.GetDouble():0} MHz within the promised {answer.GetProperty("promised").GetString()}.");
        }

        return text.ToString();
    }

    private static string Name(JsonElement measure) => measure.GetProperty("measure").GetString() switch
    {
        "responseTime" => "response time",
        "errorRate" => "error rate",
        _ => "packet loss",
    };

    // Which of the two that were fitted predicts better what it was not shown.
    private static string Curve(JsonElement measure)
    {
        string kept = measure.GetProperty("curve").GetString() == "queue" ? "a queueing curve" : "boosted trees";
        string other = kept == "boosted trees" ? "a queueing curve" : "boosted trees";
        string rival = measure.GetProperty("otherError") is { ValueKind: JsonValueKind.Number } error
            ? string.Create(CultureInfo.InvariantCulture, $"; {other} {error.GetDouble():0.0%}")
            : $"; {other} were not tried, for want of observations";

        string own = measure.GetProperty("error") is { ValueKind: JsonValueKind.Number } off
            ? string.Create(CultureInfo.InvariantCulture, $"{off.GetDouble():0.0%} off out of sample")
            : "its error has no measure, as nothing but zero was seen";

        return $"answered by {kept}, {own}{rival}";
    }

    private static string Conditions(JsonElement conditions) => string.Create(
        CultureInfo.InvariantCulture,
        $"{conditions.GetProperty("load").GetDouble():0} MHz of load, {conditions.GetProperty("virtualCpus").GetDouble():0.##} vCPU, " +
        $"{conditions.GetProperty("memoryGib").GetDouble():0.##} GiB, {conditions.GetProperty("contention").GetDouble():0.0%} contention");

    private static string Interval(JsonElement answer, bool isTime)
    {
        string Value(string name) => isTime
            ? string.Create(CultureInfo.InvariantCulture, $"{1_000 * answer.GetProperty(name).GetDouble():0.#} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{answer.GetProperty(name).GetDouble():0.###%}");

        string beyond = answer.GetProperty("isBeyondExperience").GetBoolean() ? "; beyond what was observed" : "";

        return $"{Value("expected")} ({Value("lower")} to {Value("upper")}{beyond})";
    }
}
