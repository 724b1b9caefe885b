using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Exports;
using SalesOps.Domain.UseCases.Views;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class ViewCommands
{
    public static readonly CommandCase[] All =
    [
        Of<SaveView.Command>("save a view",
            denied: [Runtime, Sales with { As = ErrorKind.Invalid }],
            invalid: [("list", c => c with { List = "everything" }), ("name", c => c with { Name = "\u200b" }), ("shows", c => c with { Shows = "search=Lan" })],
            unversioned: "it adds a row, and no other of the person's has its name", overtaken: ErrorKind.Invalid,
            does: ["view.saved"]),

        Of<EditView.Command>("edit it",
            denied: [Runtime, Sales],
            invalid: [("viewId", c => c with { ViewId = Guid.Empty }), ("name", c => c with { Name = "" }), ("shows", c => c with { Shows = "page=2" })],
            stale: c => c with { Version = c.Version - 1 }, overtaken: ErrorKind.Stale,
            does: ["view.edited"]),

        Of<RemoveView.Command>("remove it",
            denied: [Runtime, Stranger],
            invalid: [("viewId", c => c with { ViewId = Guid.Empty })],
            stale: c => c with { Version = c.Version - 1 }, overtaken: ErrorKind.Stale,
            does: ["view.removed"]),

        Of<RestoreView.Command>("restore it",
            denied: [Runtime, Stranger],
            invalid: [("viewId", c => c with { ViewId = Guid.Empty })],
            unversioned: "a removed view is not changed by anybody, and is brought back once", overtaken: ErrorKind.Conflict,
            does: ["view.restored"]),

        Of<ExportList.Command>("export a list",
            denied: [Runtime],
            invalid: [("list", c => c with { List = "everything" }), ("format", c => c with { Format = "pdf" }), ("asked", c => c with { Asked = "\n" }), ("rows", c => c with { Rows = -1 })],
            unversioned: "whoever takes the list once more stands on the audit log once more",
            does: ["customers.exported"]),
    ];
}
