using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting.Lstm;

namespace Vireo.Benchmarks;

/// <summary>Runs one of our networks in PyTorch, through <c>benchmarks/peers/lstm_torch.py</c> and Debian's
/// python3-torch.</summary>
internal static class TorchPeer
{
    private const string Python = "/usr/bin/python3";
    private const int Batch = 128;

    /// <summary>Equal outputs and times; one line that says so where PyTorch is missing.</summary>
    public static IEnumerable<BenchmarkResult> Compare(
        BenchmarkContext context, LstmNetwork network, IReadOnlyList<VmTask> tasks)
    {
        string folder = Directory.CreateDirectory(Path.Combine(context.WorkFolder, "torch")).FullName;
        Write(folder, network, tasks);
        if (Answer(folder) is not { } answer)
        {
            yield return new("lstm: largest difference from PyTorch", double.NaN, "", null, HigherIsBetter: false)
            {
                Peer = "PyTorch not installed (apt-get install python3-torch)",
            };
            yield break;
        }

        yield return new(
            $"lstm: 100,000 × largest difference from PyTorch {answer.Text("version")}",
            100_000 * answer.Number("difference"),
            "",
            1,
            HigherIsBetter: false);
        yield return new(
            "lstm: PyTorch, batch of 128 forward, CPU", answer.Number("forwardMs"), "ms", null, HigherIsBetter: false);
        yield return new(
            "lstm: PyTorch, batch of 128 forward, back and step, CPU",
            answer.Number("stepMs"),
            "ms",
            null,
            HigherIsBetter: false);
    }

    private static void Write(string folder, LstmNetwork network, IReadOnlyList<VmTask> tasks)
    {
        LstmShape shape = network.Shape;
        float[] samples = LstmBenchmark.Encoded(network, tasks, Batch);
        float[] outputs = new float[Batch * shape.Horizon * shape.Levels.Length];
        network.Evaluate(samples, outputs);
        WriteNumbers(Path.Combine(folder, "weights.bin"), network.Parameters);
        WriteNumbers(Path.Combine(folder, "samples.bin"), samples);
        WriteNumbers(Path.Combine(folder, "outputs.bin"), outputs);
        File.WriteAllText(
            Path.Combine(folder, "shape.json"),
            $$"""
            {"patch": {{shape.Patch}}, "hidden": {{shape.Hidden}}, "layers": {{shape.Layers}}, "dense": {{shape.Dense}},
             "facts": {{shape.SampleLength - (2 * shape.Window)}}, "outputs": {{shape.Horizon * shape.Levels.Length}},
             "sample": {{shape.SampleLength}}, "levels": [{{string.Join(", ", shape.Levels)}}]}
            """);
    }

    private static void WriteNumbers(string file, ReadOnlySpan<float> numbers)
    {
        using FileStream stream = File.Create(file);
        stream.Write(MemoryMarshal.AsBytes(numbers));
    }

    private static JsonElement? Answer(string folder)
    {
        string? script = Script();
        if (script is null || !File.Exists(Python))
        {
            return null;
        }

        var start = new ProcessStartInfo(Python, [script, folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start);
        string? output = process?.StandardOutput.ReadToEnd();
        process?.WaitForExit();

        return process?.ExitCode == 0 && output is not null ? JsonDocument.Parse(output).RootElement : null;
    }

    private static string? Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string script = Path.Combine(folder.FullName, "benchmarks", "peers", "lstm_torch.py");
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }

    private static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
