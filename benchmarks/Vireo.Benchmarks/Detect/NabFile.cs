namespace Vireo.Benchmarks.Detect;

/// <summary>One file of the Numenta benchmark with a detector's scores.</summary>
internal sealed class NabFile
{
    /// <summary>Prepares the worth of every row.</summary>
    /// <param name="windows">First and last row of each window.</param>
    /// <param name="score">One a row.</param>
    public NabFile((int First, int Last)[] windows, double[] score)
    {
        Windows = windows;
        Score = score;
        Window = new int[score.Length];
        Unit = new double[score.Length];
        Array.Fill(Window, -1);
        Array.Fill(Unit, -1);
        int cursor = 0;
        (int Right, double Width)? previous = null;
        for (int window = 0; window < windows.Length; window++)
        {
            (int left, int right) = windows[window];
            FillAfter(previous, cursor, left);
            int width = right - left + 1;
            for (int row = left; row <= right; row++)
            {
                Window[row] = window;
                Unit[row] = Curve(-(right - row + 1) / (double)width) / Curve(-1);
            }

            previous = (right, width);
            cursor = right + 1;
        }

        FillAfter(previous, cursor, score.Length);
    }

    /// <summary>Rows in the file.</summary>
    public int Rows => Score.Length;

    /// <summary>First and last row of each window.</summary>
    public (int First, int Last)[] Windows { get; }

    /// <summary>The detector's score a row.</summary>
    public double[] Score { get; }

    /// <summary>Which window a row is in; −1 for none.</summary>
    public int[] Window { get; }

    /// <summary>What a detection in a row is worth before weights.</summary>
    public double[] Unit { get; }

    private void FillAfter((int Right, double Width)? previous, int from, int to)
    {
        for (int row = from; row < to && previous is { } known; row++)
        {
            Unit[row] = Curve((row - known.Right) / (known.Width - 1));
        }
    }

    private static double Curve(double y) => y > 3 ? -1 : (2 / (1 + Math.Exp(5 * y))) - 1;
}
