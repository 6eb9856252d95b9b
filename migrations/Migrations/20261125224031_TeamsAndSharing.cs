using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WarpGrad.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class TeamsAndSharing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ParentVersionId",
                table: "runs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<double[]>(
                name: "TaskScores",
                table: "runs",
                type: "double precision[]",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Description",
                table: "models",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "License",
                table: "models",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<List<string>>(
                name: "Tags",
                table: "models",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "Visibility",
                table: "models",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Private");

            migrationBuilder.AlterColumn<Guid>(
                name: "RunId",
                table: "model_versions",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "CreatedBy",
                table: "model_versions",
                type: "character varying(256)",
                maxLength: 256,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "DatasetHash",
                table: "model_versions",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Family",
                table: "model_versions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "FewShotImages");

            migrationBuilder.AddColumn<int[]>(
                name: "Image",
                table: "model_versions",
                type: "integer[]",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Spec",
                table: "model_versions",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Visibility",
                table: "datasets",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Private");

            migrationBuilder.AlterColumn<Guid>(
                name: "UserId",
                table: "api_tokens",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "api_tokens",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "TeamId",
                table: "api_tokens",
                type: "uuid",
                nullable: true);

            // A version now says itself what it is; so far its run said it.
            migrationBuilder.Sql(
                """
                UPDATE model_versions AS v SET "Spec" = r."Spec", "Family" = r."Family", "CreatedBy" = r."CreatedBy" FROM runs AS r WHERE r."Id" = v."RunId";
                UPDATE model_versions AS v SET "DatasetHash" = d."Hash", "Image" = ARRAY[d."Channels", d."Height", d."Width"]
                FROM runs AS r JOIN dataset_versions AS d ON d."Id" = r."DatasetVersionId" WHERE r."Id" = v."RunId";
                ALTER TABLE models ALTER COLUMN "Tags" DROP DEFAULT, ALTER COLUMN "Visibility" DROP DEFAULT;
                ALTER TABLE model_versions ALTER COLUMN "Spec" DROP DEFAULT, ALTER COLUMN "Family" DROP DEFAULT, ALTER COLUMN "CreatedBy" DROP DEFAULT;
                ALTER TABLE datasets ALTER COLUMN "Visibility" DROP DEFAULT;
                """);

            migrationBuilder.CreateTable(
                name: "access_requests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ModelId = table.Column<Guid>(type: "uuid", nullable: false),
                    TeamId = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    Message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    State = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DecidedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DecidedBy = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_requests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_access_requests_models_ModelId",
                        column: x => x.ModelId,
                        principalTable: "models",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_access_requests_teams_TeamId",
                        column: x => x.TeamId,
                        principalTable: "teams",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TeamId = table.Column<Guid>(type: "uuid", nullable: true),
                    Time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ActorId = table.Column<Guid>(type: "uuid", nullable: true),
                    Actor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    Action = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Target = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Detail = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "dataset_shares",
                columns: table => new
                {
                    DatasetId = table.Column<Guid>(type: "uuid", nullable: false),
                    TeamId = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dataset_shares", x => new { x.DatasetId, x.TeamId });
                    table.ForeignKey(
                        name: "FK_dataset_shares_datasets_DatasetId",
                        column: x => x.DatasetId,
                        principalTable: "datasets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_dataset_shares_teams_TeamId",
                        column: x => x.TeamId,
                        principalTable: "teams",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TeamId = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedBy = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AcceptedBy = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    AcceptedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_invitations_teams_TeamId",
                        column: x => x.TeamId,
                        principalTable: "teams",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "model_aliases",
                columns: table => new
                {
                    ModelId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    VersionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_aliases", x => new { x.ModelId, x.Name });
                    table.ForeignKey(
                        name: "FK_model_aliases_model_versions_VersionId",
                        column: x => x.VersionId,
                        principalTable: "model_versions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_model_aliases_models_ModelId",
                        column: x => x.ModelId,
                        principalTable: "models",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "model_imports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TeamId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    State = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    BlobId = table.Column<Guid>(type: "uuid", nullable: true),
                    FailureReason = table.Column<string>(type: "text", nullable: true),
                    VersionId = table.Column<Guid>(type: "uuid", nullable: true),
                    CreatedBy = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_imports", x => x.Id);
                    table.ForeignKey(
                        name: "FK_model_imports_blobs_BlobId",
                        column: x => x.BlobId,
                        principalTable: "blobs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_model_imports_model_versions_VersionId",
                        column: x => x.VersionId,
                        principalTable: "model_versions",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_model_imports_teams_TeamId",
                        column: x => x.TeamId,
                        principalTable: "teams",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "model_shares",
                columns: table => new
                {
                    ModelId = table.Column<Guid>(type: "uuid", nullable: false),
                    TeamId = table.Column<Guid>(type: "uuid", nullable: false),
                    Grant = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_shares", x => new { x.ModelId, x.TeamId });
                    table.ForeignKey(
                        name: "FK_model_shares_models_ModelId",
                        column: x => x.ModelId,
                        principalTable: "models",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_model_shares_teams_TeamId",
                        column: x => x.TeamId,
                        principalTable: "teams",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "model_stars",
                columns: table => new
                {
                    ModelId = table.Column<Guid>(type: "uuid", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_stars", x => new { x.ModelId, x.UserId });
                    table.ForeignKey(
                        name: "FK_model_stars_models_ModelId",
                        column: x => x.ModelId,
                        principalTable: "models",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_model_stars_users_UserId",
                        column: x => x.UserId,
                        principalTable: "users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_ParentVersionId",
                table: "runs",
                column: "ParentVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_models_Tags",
                table: "models",
                column: "Tags")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "IX_api_tokens_TeamId",
                table: "api_tokens",
                column: "TeamId");

            migrationBuilder.CreateIndex(
                name: "IX_access_requests_ModelId_Id",
                table: "access_requests",
                columns: new[] { "ModelId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_requests_TeamId",
                table: "access_requests",
                column: "TeamId");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_TeamId_Id",
                table: "audit_entries",
                columns: new[] { "TeamId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_dataset_shares_TeamId",
                table: "dataset_shares",
                column: "TeamId");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_Hash",
                table: "invitations",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_invitations_TeamId",
                table: "invitations",
                column: "TeamId");

            migrationBuilder.CreateIndex(
                name: "IX_model_aliases_VersionId",
                table: "model_aliases",
                column: "VersionId");

            migrationBuilder.CreateIndex(
                name: "IX_model_imports_BlobId",
                table: "model_imports",
                column: "BlobId");

            migrationBuilder.CreateIndex(
                name: "IX_model_imports_TeamId_Id",
                table: "model_imports",
                columns: new[] { "TeamId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_model_imports_VersionId",
                table: "model_imports",
                column: "VersionId");

            migrationBuilder.CreateIndex(
                name: "IX_model_shares_TeamId",
                table: "model_shares",
                column: "TeamId");

            migrationBuilder.CreateIndex(
                name: "IX_model_stars_UserId",
                table: "model_stars",
                column: "UserId");

            migrationBuilder.AddForeignKey(
                name: "FK_api_tokens_teams_TeamId",
                table: "api_tokens",
                column: "TeamId",
                principalTable: "teams",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "FK_runs_model_versions_ParentVersionId",
                table: "runs",
                column: "ParentVersionId",
                principalTable: "model_versions",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The earlier schema has no place for imported versions and service tokens: they go.
            migrationBuilder.Sql(
                """
                DELETE FROM model_imports;
                DELETE FROM model_aliases;
                DELETE FROM adaptations WHERE "ModelVersionId" IN (SELECT "Id" FROM model_versions WHERE "RunId" IS NULL);
                UPDATE runs SET "ParentVersionId" = NULL;
                DELETE FROM model_versions WHERE "RunId" IS NULL;
                DELETE FROM models AS m WHERE NOT EXISTS (SELECT 1 FROM model_versions AS v WHERE v."ModelId" = m."Id");
                DELETE FROM api_tokens WHERE "UserId" IS NULL;
                """);

            migrationBuilder.DropForeignKey(
                name: "FK_api_tokens_teams_TeamId",
                table: "api_tokens");

            migrationBuilder.DropForeignKey(
                name: "FK_runs_model_versions_ParentVersionId",
                table: "runs");

            migrationBuilder.DropTable(
                name: "access_requests");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "dataset_shares");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "model_aliases");

            migrationBuilder.DropTable(
                name: "model_imports");

            migrationBuilder.DropTable(
                name: "model_shares");

            migrationBuilder.DropTable(
                name: "model_stars");

            migrationBuilder.DropIndex(
                name: "IX_runs_ParentVersionId",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_models_Tags",
                table: "models");

            migrationBuilder.DropIndex(
                name: "IX_api_tokens_TeamId",
                table: "api_tokens");

            migrationBuilder.DropColumn(
                name: "ParentVersionId",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "TaskScores",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Description",
                table: "models");

            migrationBuilder.DropColumn(
                name: "License",
                table: "models");

            migrationBuilder.DropColumn(
                name: "Tags",
                table: "models");

            migrationBuilder.DropColumn(
                name: "Visibility",
                table: "models");

            migrationBuilder.DropColumn(
                name: "CreatedBy",
                table: "model_versions");

            migrationBuilder.DropColumn(
                name: "DatasetHash",
                table: "model_versions");

            migrationBuilder.DropColumn(
                name: "Family",
                table: "model_versions");

            migrationBuilder.DropColumn(
                name: "Image",
                table: "model_versions");

            migrationBuilder.DropColumn(
                name: "Spec",
                table: "model_versions");

            migrationBuilder.DropColumn(
                name: "Visibility",
                table: "datasets");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "api_tokens");

            migrationBuilder.DropColumn(
                name: "TeamId",
                table: "api_tokens");

            migrationBuilder.AlterColumn<Guid>(
                name: "RunId",
                table: "model_versions",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "UserId",
                table: "api_tokens",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
