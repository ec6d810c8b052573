import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs statements on a PostgreSQL and prints the rows that they give, columns apart by blanks: {@code java Sql URL USER
 * STATEMENT...}; the password is in PGPASSWORD. The driver is the gateway's own.
 */
final class Sql {

    private Sql() {}

    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection(args[0], args[1], System.getenv("PGPASSWORD"));
                Statement statement = connection.createStatement()) {
            for (int i = 2; i < args.length; i++) {
                if (statement.execute(args[i])) {
                    print(statement.getResultSet());
                }
            }
        }
    }

    private static void print(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                line.append(i == 1 ? "" : " ").append(rows.getString(i));
            }
            System.out.println(line);
        }
    }
}
