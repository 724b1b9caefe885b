using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Format;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

/// <summary>The form in which the journal keeps changes: whatever is written is read, and old entries say what they said.</summary>
public sealed class ChangeFormatTests
{
    private static readonly byte[] Id = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    [Fact]
    public void Cells_WhateverTheyHold_AreReadAsWritten() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int Column, long Integer, double Real, string? Text, byte[]? Blob)[]>(), cells =>
        {
            var part = new ChangeWriter();
            part.Start();
            part.Row(3, Id, ChangeWriter.Was | ChangeWriter.Is);
            part.EndSide();
            foreach (var (column, integer, real, text, blob) in cells)
            {
                part.Cell(Number(column), integer);
                part.Cell(Number(column), real);
                if (text is null) part.Null(Number(column));
                else part.Cell(Number(column), text);
                part.Cell(Number(column), CellKind.Blob, blob);
            }
            part.EndSide();
            part.Row(70_000, Id, ChangeWriter.Was);
            part.EndSide();

            var reader = new ChangeReader(part.Written);
            Assert.True(reader.NextRow());
            Assert.Equal((3, true, true), (reader.Table, reader.HasOld, reader.HasNew));
            Assert.True(reader.Id.SequenceEqual(Id));
            Assert.False(reader.NextCell());
            foreach (var (column, integer, real, text, blob) in cells)
            {
                Assert.True(reader.NextCell());
                Assert.Equal((Number(column), CellKind.Integer, integer), (reader.Column, reader.Kind, reader.Integer));
                Assert.True(reader.NextCell());
                Assert.Equal((CellKind.Real, BitConverter.DoubleToInt64Bits(real)), (reader.Kind, BitConverter.DoubleToInt64Bits(reader.Real)));
                Assert.True(reader.NextCell());
                Assert.Equal(text is null ? CellKind.Null : CellKind.Text, reader.Kind);
                if (text is not null) Assert.True(reader.Bytes.SequenceEqual(Encoding.UTF8.GetBytes(text)));
                Assert.True(reader.NextCell());
                Assert.True(reader.Kind == CellKind.Blob && reader.Bytes.SequenceEqual(blob));
            }
            Assert.False(reader.NextCell());
            Assert.True(reader.NextRow());
            Assert.Equal((70_000, true, false), (reader.Table, reader.HasOld, reader.HasNew));
            reader.SkipRow();
            Assert.False(reader.NextRow());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Entries_SaidInTheFirstFormat_AreTheSameChanges()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        await using var store = console.Read();
        foreach (var changes in await store.AuditEntries.Select(a => a.Changes).ToListAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(ChangeWriter.Format, changes[0]);
            Assert.Equal(changes, FirstFormat.Raise(Encoding.UTF8.GetBytes(ChangeText.Of(changes))).ToArray());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0201")]
    [InlineData("020100" + "00000000000000000000000000000000")]
    [InlineData("020104" + "00000000000000000000000000000000" + "00")]
    [InlineData("020102" + "00000000000000000000000000000000" + "0B05")]
    [InlineData("020102" + "00000000000000000000000000000000" + "0F00")]
    [InlineData("020102" + "00000000000000000000000000000000" + "09FFFFFFFFFFFFFFFFFFFFFF")]
    public void Reader_OfBytesThatNobodyWrote_Throws(string hex) => Assert.Throws<FormatException>(() => Read(hex));

    [Fact]
    public void Numbers_OfEveryColumnTheJournalAccountsFor_AreThere()
    {
        foreach (var table in Tables.All.List)
        {
            Assert.NotEqual(0, JournalNumbers.OfTable(table.Name));
            Assert.All(table.Columns, c => Assert.Same(c, table.Find(JournalNumbers.OfColumn(table.Name, c.Name))));
        }
    }

    /// <summary>The second verifier has a copy: whoever changes a released number must do so twice, and reads there why not to.</summary>
    [Fact]
    public void Numbers_InTheSecondVerifier_AreTheSame()
    {
        var python = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Faults", "verify.py")).ReplaceLineEndings("\n");
        Assert.Equal(JournalNumbers.Names.ReplaceLineEndings("\n"), python.Split("NAMES = \"\"\"\n")[1].Split("\n\"\"\"")[0]);
    }

    /// <summary>And so it does of the migrations, by which it knows a store of an earlier version.</summary>
    [Fact]
    public void Migrations_InTheSecondVerifier_AreTheSame()
    {
        var python = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Faults", "verify.py"));
        Assert.Equal(StoreFiles.Migrations.Order(StringComparer.Ordinal), python.Split("STEPS = \"\"\"")[1].Split("\"\"\"")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }

    private static int Number(int column) => (column & 0xFF) + 1;

    private static void Read(string hex)
    {
        var reader = new ChangeReader(Convert.FromHexString(hex));
        for (; reader.NextRow(); reader.SkipRow()) { }
    }
}
