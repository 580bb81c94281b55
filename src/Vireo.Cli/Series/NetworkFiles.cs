using Vireo.Cli.Terminal;
using Vireo.Forecasting;
using Vireo.Forecasting.Lstm;

namespace Vireo.Cli.Series;

/// <summary>The files of <c>--checkpoint</c>, <c>--save-model</c> and <c>--load-model</c>.</summary>
internal sealed class NetworkFiles
{
    private const int Trainings = 2;
    private readonly string? _checkpoint;
    private readonly string? _model;
    private readonly NetworkPair? _known;
    private bool _isSaved;

    /// <summary>Names the files and reads the one to load; the others are not opened yet.</summary>
    /// <param name="checkpoint">Keeps trainings; null keeps none.</param>
    /// <param name="model">Receives the networks; as ONNX, without the one that judges, where the name ends in
    /// <c>.onnx</c>. Null for none.</param>
    /// <param name="loaded">Networks that were saved; null trains.</param>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="UsageException">A file is named and the model has no network, or the file to load is none of
    /// ours, damaged, or of another season.</exception>
    public NetworkFiles(string? checkpoint, string? model, string? loaded, SeriesForecastRequest request)
    {
        string? option = checkpoint is not null ? "--checkpoint"
            : model is not null ? "--save-model"
            : loaded is not null ? "--load-model" : null;
        if (option is not null && request.Model != ModelNames.Lstm)
        {
            throw new UsageException(
                $"{option} belongs to --model {ModelNames.Lstm}; '{request.Model}' trains no network.");
        }

        if (loaded is not null && checkpoint is not null)
        {
            throw new UsageException("--checkpoint keeps a training, and --load-model trains nothing. Leave one out.");
        }

        _checkpoint = checkpoint;
        _model = model;
        _known = loaded is null ? null : Load(loaded, request);
    }

    /// <summary>Whether there is nothing to train.</summary>
    public bool IsTrained => _known is not null;

    /// <summary>Whether every file that was asked for is there.</summary>
    public bool IsComplete => (_model is null || _isSaved) && (_checkpoint is null || File.Exists(_checkpoint));

    /// <summary>Forecasts and keeps the files.</summary>
    /// <exception cref="UsageException">The checkpoint is damaged or of another training, or a file cannot be
    /// written.</exception>
    public SeriesForecastResult?[] Run(
        IReadOnlyList<double[]> series, SeriesForecastRequest request, IProgress<double> progress,
        CancellationToken cancellationToken)
    {
        var file = _checkpoint is null ? null : CheckpointFile.Open(_checkpoint, Trainings);
        var archive = new NetworkArchive(file?.Part(0), file?.Part(1), _model is null ? null : Save) { Known = _known };
        try
        {
            return SeriesBatch.Run(series, request, archive, progress, cancellationToken);
        }
        catch (InvalidDataException error) when (file is not null)
        {
            throw new UsageException($"Cannot resume from '{_checkpoint}': {error.Message}", error);
        }
    }

    private static NetworkPair Load(string path, SeriesForecastRequest request)
    {
        NetworkPair networks = Read(path);
        int known = networks.Shared.Shape.Season;
        int wanted = LstmShape.For(request.ShortestSeason, request.Horizon).Season;

        return known == wanted
            ? networks
            : throw new UsageException(
                $"Cannot load '{path}': its networks learned a season of {known} steps, and these series are asked " +
                $"for with {wanted}. Give --season {known}, or train others with --save-model.");
    }

    private static NetworkPair Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);

            return LstmFormat.LoadPair(file);
        }
        catch (InvalidDataException error)
        {
            string hint = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)
                ? " ONNX is for other programs; --save-model with any other ending writes what can be loaded."
                : "";
            throw new UsageException($"Cannot load '{path}': {error.Message}{hint}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot load '{path}': {error.Message}", error);
        }
    }

    private void Save(NetworkPair networks)
    {
        bool isOnnx = _model!.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        Output.WriteBytes(_model, file =>
        {
            if (isOnnx)
            {
                OnnxExport.Write(networks.Shared, file);
            }
            else
            {
                LstmFormat.SavePair(networks, file);
            }
        });
        _isSaved = true;
    }
}
