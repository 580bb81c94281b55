namespace Vireo.Forecasting.Lstm;

/// <summary>A training after some round, as a file holds it.</summary>
/// <param name="Shape">Of the network.</param>
/// <param name="Fingerprint">Of histories and options.</param>
/// <param name="Epoch">Rounds done.</param>
/// <param name="Steps">Steps of the weights done.</param>
/// <param name="BestEpoch">The best round so far.</param>
/// <param name="BestLoss">Its loss.</param>
/// <param name="Vectors">Weights, both moments, average and best weights.</param>
internal sealed record TrainingCheckpoint(
    LstmShape Shape, ulong Fingerprint, int Epoch, int Steps, int BestEpoch, double BestLoss, float[][] Vectors)
{
    private const int VectorCount = 5;

    /// <summary>Replaces the file in one move, so that an interruption leaves the old one.</summary>
    public void Write(string path)
    {
        string next = path + ".next";
        using (FileStream stream = File.Create(next))
        {
            LstmFile.Write(stream, LstmFileKind.Checkpoint, WriteBody);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <exception cref="InvalidDataException">Damaged, or of another training.</exception>
    public static TrainingCheckpoint Read(string path, LstmShape shape, ulong fingerprint)
    {
        using FileStream stream = File.OpenRead(path);

        return LstmFile.Read(stream, LstmFileKind.Checkpoint, reader =>
        {
            if (reader.ReadUInt64() != fingerprint)
            {
                throw new InvalidDataException(
                    $"The checkpoint '{path}' belongs to a training with other series or options. " +
                    "Delete it or name another.");
            }

            return new TrainingCheckpoint(
                shape,
                fingerprint,
                reader.ReadInt32(),
                reader.ReadInt32(),
                reader.ReadInt32(),
                reader.ReadDouble(),
                [.. Enumerable.Range(0, VectorCount).Select(_ => LstmFile.ReadNumbers(reader, shape.ParameterCount))]);
        });
    }

    private void WriteBody(BinaryWriter writer)
    {
        writer.Write(Fingerprint);
        writer.Write(Epoch);
        writer.Write(Steps);
        writer.Write(BestEpoch);
        writer.Write(BestLoss);
        foreach (float[] vector in Vectors)
        {
            LstmFile.WriteNumbers(writer, vector);
        }
    }
}
