using Vireo.Cli.Commands;
using Vireo.Cli.Series;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;

namespace Vireo.Cli.Tests;

public sealed class NetworkFileTests : IDisposable
{
    private const int Count = 20;
    private const int Length = 330;
    private static readonly SeriesForecastRequest Request = new(2, [1], ModelNames.Lstm, [0.8]);
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task An_interrupted_training_goes_on_where_it_stopped_and_ends_in_the_same_forecasts()
    {
        double[][] series = Noise();
        string checkpoint = _work.Path("training.ckpt");
        using var interruption = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => new NetworkFiles(checkpoint, null, ModelNames.Lstm).Run(
            series, Request, new Interrupt(interruption), interruption.Token));
        byte[] kept = await File.ReadAllBytesAsync(checkpoint, TestContext.Current.CancellationToken);
        string input = _work.File("series.csv", Text(series));

        Assert.Equal(0, await Run(input, "resumed.csv", "--checkpoint", checkpoint, "--save-model", _work.Path("a.onnx")));
        Assert.Equal(0, await Run(input, "whole.csv"));

        Assert.NotEqual(kept, await File.ReadAllBytesAsync(checkpoint, TestContext.Current.CancellationToken));
        Assert.Equal(_work.Read("whole.csv"), _work.Read("resumed.csv"));
        Assert.Contains("vireo.horizon", _work.Read("a.onnx"), StringComparison.Ordinal);
        Assert.Equal(2, await Run(_work.File("other.csv", Text(series[..^1].Append([.. series[^1].Reverse()]))), "o.csv", "--checkpoint", checkpoint));
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_by_name()
    {
        byte[][] foreign = [[], [1, 2, 3], [.. "VIREOCKP"u8, 9, 0, 0, 0, 1], [.. "VIREOCKP"u8, 0, 0, 0, 0, 0, 0, 0, 0, 1]];

        Assert.All(foreign, bytes => Assert.Contains(
            "bad.ckpt", Assert.Throws<UsageException>(() => CheckpointFile.Open(_work.Bytes("bad.ckpt", bytes), 2)).Message));
    }

    [Fact]
    public void Bytes_of_no_training_are_refused_by_the_name_of_their_file()
    {
        string path = _work.Path("noise.ckpt");
        CheckpointFile.Open(path, 2).Part(0).Write([1, 2, 3]);

        var refusal = Assert.Throws<UsageException>(() => new NetworkFiles(path, null, ModelNames.Lstm).Run(
            Noise(), Request, new Interrupt(null), TestContext.Current.CancellationToken));

        Assert.Contains("noise.ckpt", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_checkpoint_come_back_as_they_were_written()
    {
        string path = _work.Path("parts.ckpt");
        var written = CheckpointFile.Open(path, 2);
        written.Part(1).Write([4, 5]);
        written.Part(1).Write([6]);

        var read = CheckpointFile.Open(path, 2);

        Assert.Null(read.Part(0).Read());
        Assert.Equal([6], read.Part(1).Read());
    }

    [Theory]
    [InlineData("--checkpoint")]
    [InlineData("--save-model")]
    public async Task Files_of_a_network_need_a_model_that_has_one(string option) => Assert.Equal(2, await VireoCommand.RunAsync([
        "forecast", "--input", _work.File("in.csv", "unique_id,ds,y\na,0,1\n"), "--horizon", "1", "--model", "naive",
        option, _work.Path("x")]));

    [Fact]
    public async Task A_network_that_could_not_be_trained_is_told_after_the_forecasts_are_written()
    {
        string input = _work.File("in.csv", "unique_id,ds,y\na,0,1\na,1,2\n");

        Assert.Equal(3, await Run(input, "out.csv", "--save-model", _work.Path("x.onnx")));
        Assert.False(File.Exists(_work.Path("x.onnx")));
        Assert.Equal(3, _work.Read("out.csv").TrimEnd().Split('\n').Length);
    }

    private Task<int> Run(string input, string output, params string[] more) => VireoCommand.RunAsync([
        "forecast", "--input", input, "--horizon", "2", "--level", "80", "--model", ModelNames.Lstm,
        "--output", _work.Path(output), .. more]);

    // Nothing can be learned from noise, so training stops early.
    private static double[][] Noise()
    {
        var random = new Random(5);

        return [.. Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, Length).Select(_ => random.NextDouble()).ToArray())];
    }

    private static string Text(IEnumerable<double[]> series) => "unique_id,ds,y\n" + string.Concat(series.SelectMany(
        (values, id) => values.Select((value, step) => FormattableString.Invariant($"vm{id},{step},{value:R}\n"))));

    private sealed class Interrupt(CancellationTokenSource? source) : IProgress<double>
    {
        private int _reports;

        public void Report(double value)
        {
            if (++_reports == 2)
            {
                source?.Cancel();
            }
        }
    }
}
