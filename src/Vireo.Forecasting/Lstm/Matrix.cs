using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vireo.Forecasting.Lstm;

/// <summary>A view of single-precision numbers as rows and columns; it owns nothing.</summary>
internal readonly ref struct Matrix
{
    private const int RowsAtOnce = 4;
    private readonly Span<float> _data;
    private readonly int _rowStride;
    private readonly int _columnStride;

    /// <summary>Rows one after another.</summary>
    public Matrix(Span<float> data, int rows, int columns)
        : this(data, rows, columns, columns, 1)
    {
    }

    private Matrix(Span<float> data, int rows, int columns, int rowStride, int columnStride)
    {
        int last = rows == 0 || columns == 0 ? 0 : ((rows - 1) * rowStride) + ((columns - 1) * columnStride) + 1;
        _data = data[..last];
        Rows = rows;
        Columns = columns;
        _rowStride = rowStride;
        _columnStride = columnStride;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public Matrix Transposed => new(_data, Columns, Rows, _columnStride, _rowStride);

    /// <summary>Some neighbouring columns.</summary>
    public Matrix SliceColumns(int first, int count) =>
        new(_data[(first * _columnStride)..], Rows, count, _rowStride, _columnStride);

    /// <summary>Adds left times right. Each entry sums over the inner dimension in order, with one rounding a term, so
    /// the result does not depend on the width of the vectors.</summary>
    /// <remarks>The columns of <paramref name="right"/> and of this matrix must be neighbours in memory.</remarks>
    public void AddProduct(Matrix left, Matrix right)
    {
        if (left.Rows != Rows || right.Columns != Columns || left.Columns != right.Rows
            || right._columnStride != 1 || _columnStride != 1)
        {
            throw new ArgumentException("The shapes of a matrix product do not fit.", nameof(left));
        }

        int row = 0;
        for (; row + RowsAtOnce <= Rows; row += RowsAtOnce)
        {
            AddFourRows(left, right, row);
        }

        for (; row < Rows; row++)
        {
            AddRow(left, right, row, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFourRows(Matrix left, Matrix right, int row)
    {
        int width = Vector<float>.Count;
        int depth = left.Columns;
        ref float a0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(left._data), row * left._rowStride);
        ref float b0 = ref MemoryMarshal.GetReference(right._data);
        ref float c0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(_data), row * _rowStride);
        nint down = left._rowStride;
        nint across = left._columnStride;
        nint below = _rowStride;
        int column = 0;
        for (; column + (2 * width) <= Columns; column += 2 * width)
        {
            ref float c = ref Unsafe.Add(ref c0, column);
            Vector<float> c00 = Vector.LoadUnsafe(ref c);
            Vector<float> c01 = Vector.LoadUnsafe(ref c, (nuint)width);
            Vector<float> c10 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, below));
            Vector<float> c11 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, below), (nuint)width);
            Vector<float> c20 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, 2 * below));
            Vector<float> c21 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, 2 * below), (nuint)width);
            Vector<float> c30 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, 3 * below));
            Vector<float> c31 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, 3 * below), (nuint)width);
            ref float a = ref a0;
            ref float b = ref Unsafe.Add(ref b0, column);
            for (int k = 0; k < depth; k++)
            {
                Vector<float> right0 = Vector.LoadUnsafe(ref b);
                Vector<float> right1 = Vector.LoadUnsafe(ref b, (nuint)width);
                var factor = new Vector<float>(a);
                c00 = Vector.FusedMultiplyAdd(factor, right0, c00);
                c01 = Vector.FusedMultiplyAdd(factor, right1, c01);
                factor = new Vector<float>(Unsafe.Add(ref a, down));
                c10 = Vector.FusedMultiplyAdd(factor, right0, c10);
                c11 = Vector.FusedMultiplyAdd(factor, right1, c11);
                factor = new Vector<float>(Unsafe.Add(ref a, 2 * down));
                c20 = Vector.FusedMultiplyAdd(factor, right0, c20);
                c21 = Vector.FusedMultiplyAdd(factor, right1, c21);
                factor = new Vector<float>(Unsafe.Add(ref a, 3 * down));
                c30 = Vector.FusedMultiplyAdd(factor, right0, c30);
                c31 = Vector.FusedMultiplyAdd(factor, right1, c31);
                a = ref Unsafe.Add(ref a, across);
                b = ref Unsafe.Add(ref b, right._rowStride);
            }

            c00.StoreUnsafe(ref c);
            c01.StoreUnsafe(ref c, (nuint)width);
            c10.StoreUnsafe(ref Unsafe.Add(ref c, below));
            c11.StoreUnsafe(ref Unsafe.Add(ref c, below), (nuint)width);
            c20.StoreUnsafe(ref Unsafe.Add(ref c, 2 * below));
            c21.StoreUnsafe(ref Unsafe.Add(ref c, 2 * below), (nuint)width);
            c30.StoreUnsafe(ref Unsafe.Add(ref c, 3 * below));
            c31.StoreUnsafe(ref Unsafe.Add(ref c, 3 * below), (nuint)width);
        }

        for (int i = row; i < row + RowsAtOnce && column < Columns; i++)
        {
            AddRow(left, right, i, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(Matrix left, Matrix right, int row, int firstColumn)
    {
        int width = Vector<float>.Count;
        Span<float> target = _data.Slice(row * _rowStride, Columns)[firstColumn..];
        for (int k = 0; k < left.Columns; k++)
        {
            float factor = left._data[(row * left._rowStride) + (k * left._columnStride)];
            ReadOnlySpan<float> source = right._data.Slice(k * right._rowStride, Columns)[firstColumn..];
            var factors = new Vector<float>(factor);
            int i = 0;
            for (; i + width <= target.Length; i += width)
            {
                var sum = Vector.FusedMultiplyAdd(
                    factors, new Vector<float>(source[i..]), new Vector<float>(target[i..]));
                sum.CopyTo(target[i..]);
            }

            for (; i < target.Length; i++)
            {
                target[i] = MathF.FusedMultiplyAdd(factor, source[i], target[i]);
            }
        }
    }
}
