using Vireo.Cli.Terminal;
using Vireo.Forecasting;
using Vireo.Forecasting.Lstm;

namespace Vireo.Cli.Series;

/// <summary>The files of <c>--checkpoint</c> and <c>--save-model</c>.</summary>
internal sealed class NetworkFiles
{
    private const int Trainings = 2;
    private readonly string? _checkpoint;
    private readonly string? _model;
    private bool _isSaved;

    /// <summary>Names the files; nothing is opened yet.</summary>
    /// <param name="checkpoint">Keeps trainings; null keeps none.</param>
    /// <param name="model">Receives the trained network as ONNX; null for none.</param>
    /// <param name="forecaster">The model asked for.</param>
    /// <exception cref="UsageException">A file is named and the model has no network.</exception>
    public NetworkFiles(string? checkpoint, string? model, string forecaster)
    {
        if ((checkpoint ?? model) is not null && forecaster != ModelNames.Lstm)
        {
            throw new UsageException(
                $"{(checkpoint is null ? "--save-model" : "--checkpoint")} belongs to --model {ModelNames.Lstm}; " +
                $"'{forecaster}' trains no network.");
        }

        _checkpoint = checkpoint;
        _model = model;
    }

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
        var archive = new NetworkArchive(file?.Part(0), file?.Part(1), _model is null ? null : Save);
        try
        {
            return SeriesBatch.Run(series, request, archive, progress, cancellationToken);
        }
        catch (InvalidDataException error) when (file is not null)
        {
            throw new UsageException($"Cannot resume from '{_checkpoint}': {error.Message}", error);
        }
    }

    private void Save(LstmNetwork network)
    {
        Output.WriteBytes(_model!, file => OnnxExport.Write(network, file));
        _isSaved = true;
    }
}
